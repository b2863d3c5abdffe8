using Kafka.Dlq.Connection;
using System.Globalization;

namespace Kafka.Dlq.Hosting;

/// <summary>Everything that is wrong with a host's options.</summary>
internal static class OptionFaults
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(int.MaxValue);

    public static IEnumerable<RouteFault> Of(KafkaDlqOptions options) =>
    [
        .. Text(options),
        .. Numbers(options),
        .. Times(options),
        .. PauseFaults(options.Pause),
        .. OwnedKeys(options),
        .. Clusters(options),
        .. options.DeadLetters.Faults(),
        .. options.DeadLetterAction is null ? [Fault("DeadLetterAction", found: null, "Throw, Log, None or Sink(name)")] : Enumerable.Empty<RouteFault>(),
        .. options.CriticalErrors.Where(type => !type.IsAssignableTo(typeof(Exception))).Select(type => Fault("CriticalErrors", type, "types of exceptions")),
    ];

    private static IEnumerable<RouteFault> Text(KafkaDlqOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.ClientId))
        {
            yield return Fault("ClientId", options.ClientId, "a name");
        }

        if (!options.Kafka.TryGetValue("bootstrap.servers", out string? servers) || string.IsNullOrWhiteSpace(servers))
        {
            yield return Fault("Kafka[\"bootstrap.servers\"]", servers, "one or more brokers, for instance localhost:9092");
        }
    }

    private static IEnumerable<RouteFault> Numbers(KafkaDlqOptions options)
    {
        if (options.Concurrency < 1)
        {
            yield return Fault("Concurrency", options.Concurrency, "1 or more");
        }

        if (options.MaxMessages < 1)
        {
            yield return Fault("MaxMessages", options.MaxMessages, "1 or more");
        }

        if (!Enum.IsDefined(options.Fetching))
        {
            yield return Fault("Fetching", options.Fetching, "Managed or Native");
        }

        if (!Enum.IsDefined(options.Topics))
        {
            yield return Fault("Topics", options.Topics, "None, Verify, CreateMissing or Align");
        }
    }

    private static IEnumerable<RouteFault> Times(KafkaDlqOptions options)
    {
        (string Option, TimeSpan Value, bool MayBeZero)[] times =
        [
            ("MaxWaitTime", options.MaxWaitTime, true),
            ("ShutdownTimeout", options.ShutdownTimeout, true),
            ("CommitInterval", options.CommitInterval, false),
            ("Health.StuckAfter", options.Health.StuckAfter, false),
            ("Health.PollSilence", options.Health.PollSilence, false),
        ];
        return times
            .Where(time => time.Value < TimeSpan.Zero || time.Value > Longest || (time.Value == TimeSpan.Zero && !time.MayBeZero))
            .Select(time => Fault(time.Option, time.Value, $"{(time.MayBeZero ? "zero" : "more than zero")} to {Longest}"));
    }

    private static IEnumerable<RouteFault> PauseFaults(PauseOptions pause)
    {
        if (pause.Timeout < TimeSpan.Zero || pause.Timeout > Longest)
        {
            yield return Fault("Pause.Timeout", pause.Timeout, $"zero to {Longest}");
        }

        if (pause.MaxTimeout < pause.Timeout || pause.MaxTimeout > Longest)
        {
            yield return Fault("Pause.MaxTimeout", pause.MaxTimeout, $"Pause.Timeout ({pause.Timeout}) to {Longest}");
        }

        if (pause.Jitter is not (>= 0 and <= 1))
        {
            yield return Fault("Pause.Jitter", pause.Jitter, "0 to 1");
        }
    }

    private static IEnumerable<RouteFault> OwnedKeys(KafkaDlqOptions options) => options.Kafka.Keys
        .Where(ConsumerSettings.Owned.ContainsKey)
        .Select(key => Fault($"Kafka[\"{key}\"]", options.Kafka[key], $"not set here; use {ConsumerSettings.Owned[key]}"));

    private static IEnumerable<RouteFault> Clusters(KafkaDlqOptions options) => options.Clusters
        .Where(cluster => string.IsNullOrWhiteSpace(cluster.Value?.GetValueOrDefault("bootstrap.servers")))
        .Select(cluster => Fault($"Clusters[\"{cluster.Key}\"][\"bootstrap.servers\"]", null, "one or more brokers: a cluster takes nothing from options.Kafka"));

    private static RouteFault Fault(string option, object? found, string allowed) =>
        new(null, null, option, found is null or "" ? "nothing" : string.Create(CultureInfo.InvariantCulture, $"{found}"), allowed);
}
