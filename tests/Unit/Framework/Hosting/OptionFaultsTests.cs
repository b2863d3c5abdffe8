using Kafka.Dlq.Connection;
using Kafka.Dlq.Hosting;

namespace Kafka.Dlq.Tests.Unit.Framework.Hosting;

public sealed class OptionFaultsTests
{
    public static TheoryData<string, Action<KafkaDlqOptions>> Wrong => new()
    {
        { "ClientId", options => options.ClientId = " " },
        { "Kafka[\"bootstrap.servers\"]", options => options.Kafka.Clear() },
        { "Kafka[\"bootstrap.servers\"]", options => options.Kafka["bootstrap.servers"] = "" },
        { "Concurrency", options => options.Concurrency = 0 },
        { "MaxMessages", options => options.MaxMessages = 0 },
        { "Topics", options => options.Topics = (TopicProvisioning)9 },
        { "MaxWaitTime", options => options.MaxWaitTime = TimeSpan.FromTicks(-1) },
        { "MaxWaitTime", options => options.MaxWaitTime = TimeSpan.FromDays(25) },
        { "ShutdownTimeout", options => options.ShutdownTimeout = TimeSpan.FromTicks(-1) },
        { "ShutdownTimeout", options => options.ShutdownTimeout = Timeout.InfiniteTimeSpan },
        { "CommitInterval", options => options.CommitInterval = TimeSpan.Zero },
        { "CommitInterval", options => options.CommitInterval = TimeSpan.FromDays(25) },
        { "Health.StuckAfter", options => options.Health = new HealthOptions { StuckAfter = TimeSpan.Zero } },
        { "Health.PollSilence", options => options.Health = new HealthOptions { PollSilence = TimeSpan.Zero } },
        { "Pause.Timeout", options => options.Pause = new PauseOptions { Timeout = TimeSpan.FromTicks(-1) } },
        { "Pause.MaxTimeout", options => options.Pause = new PauseOptions { Timeout = TimeSpan.FromSeconds(2), MaxTimeout = TimeSpan.FromSeconds(1) } },
        { "Pause.MaxTimeout", options => options.Pause = new PauseOptions { MaxTimeout = TimeSpan.FromDays(25) } },
        { "Pause.Jitter", options => options.Pause = new PauseOptions { Jitter = 1.1 } },
        { "Pause.Jitter", options => options.Pause = new PauseOptions { Jitter = double.NaN } },
        { "CriticalErrors", options => options.CriticalErrors.Add(typeof(string)) },
        { "Kafka[\"enable.auto.commit\"]", options => options.Kafka["enable.auto.commit"] = "true" },
        { "Clusters[\"far\"][\"bootstrap.servers\"]", options => options.Clusters["far"] = new Dictionary<string, string>() },
        { "DeadLetters.MaxOutstanding", options => options.DeadLetters = new DeadLetterOptions { MaxOutstanding = 0 } },
    };

    [Fact]
    public void Defaults_with_brokers_have_none() => Assert.Empty(OptionFaults.Of(Good()));

    [Fact]
    public void Extremes_that_are_allowed_are_no_faults()
    {
        KafkaDlqOptions options = Good();
        options.Concurrency = 1;
        options.MaxMessages = 1;
        options.MaxWaitTime = TimeSpan.Zero;
        options.ShutdownTimeout = TimeSpan.Zero;
        options.CommitInterval = TimeSpan.FromTicks(1);
        options.Pause = new PauseOptions { Timeout = TimeSpan.Zero, MaxTimeout = TimeSpan.Zero, Jitter = 1 };
        options.CriticalErrors.Clear();

        Assert.Empty(OptionFaults.Of(options));
    }

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void Each_option_outside_its_limits_is_one_fault_with_its_name(string option, Action<KafkaDlqOptions> spoil)
    {
        KafkaDlqOptions options = Good();
        spoil(options);

        RouteFault fault = Assert.Single(OptionFaults.Of(options));

        Assert.Equal(option, fault.Option);
        Assert.NotEmpty(fault.Found);
        Assert.NotEmpty(fault.Allowed);
    }

    [Fact]
    public void All_owned_keys_are_refused_with_what_to_use_instead()
    {
        KafkaDlqOptions options = Good();
        foreach (string key in ConsumerSettings.Owned.Keys)
        {
            options.Kafka[key] = "x";
        }

        RouteFault[] faults = [.. OptionFaults.Of(options)];

        Assert.Equal(ConsumerSettings.Owned.Count, faults.Length);
        Assert.All(faults, fault => Assert.Contains("use ", fault.Allowed, StringComparison.Ordinal));
    }

    private static KafkaDlqOptions Good() => new() { Kafka = { ["bootstrap.servers"] = "localhost:9092" } };
}
