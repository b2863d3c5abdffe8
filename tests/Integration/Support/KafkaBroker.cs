using Kafka.Dlq.Tests.Integration.Support;
using System.Collections.ObjectModel;

[assembly: AssemblyFixture(typeof(KafkaBroker))]

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>The broker of the whole test run: started before the first test, stopped after the last. A test class takes it in its constructor.</summary>
public sealed class KafkaBroker : IAsyncLifetime
{
    private const int LongestScenarioName = 60;

    private IBrokerSource? _source;

    /// <summary>Where the broker comes from.</summary>
    public BrokerKind Kind => Source.Kind;

    /// <summary>Addresses as the client setting <c>bootstrap.servers</c> takes them.</summary>
    public string BootstrapServers => Source.BootstrapServers;

    private IBrokerSource Source => _source ?? throw new InvalidOperationException("The broker is not started yet: take it from a test, not from a static initializer.");

    public async ValueTask InitializeAsync()
    {
        _source = await BrokerSources.FindAsync();
        await Console.Out.WriteLineAsync($"Broker: {_source.Description}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_source is not null)
        {
            await _source.DisposeAsync();
        }
    }

    /// <summary>Skips the test on the embedded cluster.</summary>
    /// <param name="reason">What the embedded cluster cannot do, as the end of the sentence "The embedded cluster ...", for instance "compacts nothing".</param>
    public void RequireRealBroker(string reason) => Assert.SkipWhen(Kind == BrokerKind.Embedded, $"The embedded cluster {reason}.");

    /// <summary>Creates a topic of this test's own and returns its name. Settings of a topic need a real broker: on the embedded cluster the test is skipped.</summary>
    /// <param name="role">What the topic is for, as the last part of its name, for instance "dlq"; default none.</param>
    public async Task<string> CreateTopicAsync(int partitions = 1, IReadOnlyDictionary<string, string>? settings = null, string? role = null)
    {
        string name = NewName(role);
        await CreateTopicAsync(name, partitions, settings);
        return name;
    }

    /// <summary>Creates a topic under a name that <see cref="NewName"/> gave earlier: a target that is missing at first.</summary>
    public async Task CreateTopicAsync(string name, int partitions, IReadOnlyDictionary<string, string>? settings = null)
    {
        if (settings is { Count: > 0 })
        {
            RequireRealBroker($"knows no topic settings such as {settings.Keys.First()}");
        }

        await Source.CreateTopicAsync(name, partitions, settings ?? ReadOnlyDictionary<string, string>.Empty);
    }

    /// <summary>A name that no other test and no other run uses, for a topic or a group: the test class, the role, and random digits.</summary>
    public static string NewName(string? role = null)
    {
        string scenario = TestContext.Current.TestClass?.TestClassSimpleName ?? "run";
        scenario = scenario[..Math.Min(scenario.Length, LongestScenarioName)];
        string random = Guid.NewGuid().ToString("N")[..8];
        return role is null ? $"{scenario}-{random}" : $"{scenario}-{role}-{random}";
    }
}
