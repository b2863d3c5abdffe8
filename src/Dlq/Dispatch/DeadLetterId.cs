using System.Globalization;

namespace Kafka.Dlq.DeadLetters;

/// <summary>
/// The name of a failure, <c>topic-partition-offset@group#depth</c>. The same failure dispatched twice has the same id, so a reader can drop doubles.
/// </summary>
/// <param name="Topic">The topic the message was read from.</param>
/// <param name="Partition">The partition it was read from.</param>
/// <param name="Offset">Its offset there.</param>
/// <param name="GroupId">The consumer group that gave it up.</param>
/// <param name="Depth">1 for a first letter, and 1 more each time a letter fails again.</param>
public readonly record struct DeadLetterId(string Topic, int Partition, long Offset, string GroupId, int Depth)
{
    /// <summary>The id of a letter.</summary>
    /// <param name="letter">The letter; its depth is told by the headers that its message came with.</param>
    public static DeadLetterId Of(DeadLetter letter)
    {
        ArgumentNullException.ThrowIfNull(letter);
        return Of(letter, LetterHistory.Of(letter));
    }

    internal static DeadLetterId Of(DeadLetter letter, LetterHistory history)
    {
        // A message that was retried elsewhere is still its source's: so one that came to a retry topic twice, as after a crash, ends as one letter for whoever drops doubles.
        Confluent.Kafka.TopicPartitionOffset place = history.Source ?? letter.Message.TopicPartitionOffset;
        return new DeadLetterId(place.Topic, place.Partition.Value, place.Offset.Value, letter.GroupId, history.Depth + 1);
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Topic}-{Partition}-{Offset}@{GroupId}#{Depth}");
}
