using Confluent.Kafka;

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>Has a host join its groups under a protocol.</summary>
internal static class GroupProtocols
{
    /// <summary>Sets the protocol, with heartbeats that see a rebalance soon. Under KIP-848 the broker says how often they come and how long a session lasts.</summary>
    public static void Use(this KafkaDlqOptions options, GroupProtocol protocol)
    {
        if (protocol == GroupProtocol.Consumer)
        {
            options.Kafka["group.protocol"] = "consumer";
            options.Kafka.Remove("session.timeout.ms");
            options.Kafka.Remove("heartbeat.interval.ms");
            return;
        }

        // 6 s is the least that a broker with its usual settings allows.
        options.Kafka.TryAdd("session.timeout.ms", "6000");
        options.Kafka.TryAdd("heartbeat.interval.ms", "300");
    }
}
