namespace Kafka.Dlq;

/// <summary>Where a consumer group starts on a partition for which it has no committed offset (librdkafka's <c>auto.offset.reset</c>).</summary>
public enum InitialOffset
{
    /// <summary>At the oldest record that is still there. The default: nothing written before the first start is missed.</summary>
    Earliest,

    /// <summary>Behind the newest record: what was written before the group's first start is never seen by it.</summary>
    Latest,
}
