using Confluent.Kafka;

namespace Kafka.Dlq.DeadLetters;

/// <summary>The partition of the dead letter topic that a message goes to. Pure.</summary>
public static class TargetPartition
{
    /// <summary>
    /// The source's number when the target has it, otherwise the source's number modulo the target's count; so the letters of one source partition
    /// keep their order in one target partition.
    /// </summary>
    /// <param name="source">The partition the message was read from.</param>
    /// <param name="count">How many partitions the target has; 1 or more.</param>
    public static Partition For(Partition source, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(source.Value, nameof(source));
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return source.Value % count;
    }
}
