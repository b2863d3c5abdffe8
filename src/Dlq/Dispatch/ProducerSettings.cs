using System.Collections.Frozen;
using System.Globalization;

namespace Kafka.Dlq.DeadLetters;

/// <summary>The settings of a producer of dead letters: the user's, and where they are silent those that make a letter safe and quick. Pure.</summary>
internal static class ProducerSettings
{
    // librdkafka's consumer properties; given to a producer each of them would log a warning.
    private static readonly FrozenSet<string> ConsumerOnly = FrozenSet.Create(
        StringComparer.Ordinal,
        "group.id", "group.instance.id", "group.protocol", "group.protocol.type", "group.remote.assignor", "partition.assignment.strategy",
        "session.timeout.ms", "heartbeat.interval.ms", "coordinator.query.interval.ms", "max.poll.interval.ms", "enable.auto.commit",
        "auto.commit.enable", "auto.commit.interval.ms", "enable.auto.offset.store", "auto.offset.reset", "queued.min.messages",
        "queued.max.messages.kbytes", "fetch.wait.max.ms", "fetch.queue.backoff.ms", "fetch.message.max.bytes", "max.partition.fetch.bytes",
        "fetch.max.bytes", "fetch.min.bytes", "fetch.error.backoff.ms", "isolation.level", "enable.partition.eof", "check.crcs",
        "offset.store.method", "offset.store.path", "offset.store.sync.interval.ms", "consume.callback.max.messages");

    public static Dictionary<string, string> For(IReadOnlyDictionary<string, string> user, DeadLetterOptions options)
    {
        Dictionary<string, string> settings = user.Where(pair => !ConsumerOnly.Contains(pair.Key)).ToDictionary(StringComparer.Ordinal);
        if (AllowsIdempotence(user))
        {
            Default(settings, "true", "enable.idempotence");
        }

        Default(settings, "all", "acks", "request.required.acks");

        // The client's default of 5 ms makes an awaited single letter take ten times as long as the broker needs.
        Default(settings, "0", "linger.ms", "queue.buffering.max.ms");
        Default(settings, "none", "compression.type", "compression.codec");
        Default(settings, MessageTimeout(options), "message.timeout.ms", "delivery.timeout.ms");
        return settings;
    }

    /// <summary>The same for a producer of transactions.</summary>
    /// <param name="settings">Those of a producer of letters.</param>
    /// <param name="id">The transactional id.</param>
    /// <param name="timeout">How long a transaction may stay open; the client refuses longer waits within it.</param>
    public static Dictionary<string, string> Transactional(Dictionary<string, string> settings, string id, TimeSpan timeout)
    {
        int most = (int)timeout.TotalMilliseconds;
        Dictionary<string, string> all = new(settings)
        {
            ["transactional.id"] = id,
            ["transaction.timeout.ms"] = most.ToString(CultureInfo.InvariantCulture),
        };
        AtMost(all, most * 4 / 5, "delivery.timeout.ms", "message.timeout.ms");
        AtMost(all, most, "socket.timeout.ms");
        return all;
    }

    // The last of the names is the one that is set where none is.
    private static void AtMost(Dictionary<string, string> settings, int most, params string[] names)
    {
        string name = names.FirstOrDefault(settings.ContainsKey) ?? names[^1];
        int value = Number(settings.GetValueOrDefault(name, ""));
        settings[name] = (value > 1 && value < most ? value : most).ToString(CultureInfo.InvariantCulture);
    }

    // An idempotent producer refuses to be made with these settings, so it is the user's settings that win.
    private static bool AllowsIdempotence(IReadOnlyDictionary<string, string> user) =>
        Value(user, "all", "acks", "request.required.acks") is "all" or "-1"
        && Number(Value(user, "5", "max.in.flight.requests.per.connection", "max.in.flight")) <= 5
        && Number(Value(user, "1", "retries", "message.send.max.retries")) >= 1
        && Value(user, "fifo", "queuing.strategy") == "fifo";

    // A little less than a try may take, so that the client's verdict, which ends a message for good, comes before the try is given up.
    private static string MessageTimeout(DeadLetterOptions options) =>
        Math.Max(1, (int)(options.DispatchTimeout.TotalMilliseconds * 0.8)).ToString(CultureInfo.InvariantCulture);

    private static void Default(Dictionary<string, string> settings, string value, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (settings.ContainsKey(name))
            {
                return;
            }
        }

        settings[names[0]] = value;
    }

    private static string Value(IReadOnlyDictionary<string, string> settings, string unset, params string[] names) =>
        names.Select(settings.GetValueOrDefault).FirstOrDefault(value => value is not null) ?? unset;

    // A value that is no number is left for the client to refuse.
    private static int Number(string value) => int.TryParse(value, CultureInfo.InvariantCulture, out int number) ? number : 1;
}
