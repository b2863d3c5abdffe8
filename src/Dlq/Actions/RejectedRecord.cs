using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq;

/// <summary>A record that was rejected: where it comes from, what it was, and why. Given to an <see cref="IDeadLetterSink"/>; holds memory of its own and may be kept.</summary>
public sealed record RejectedRecord
{
    /// <summary>The message that was worked on: coordinates, key, headers and value as they were read.</summary>
    public required KafkaRecord Message { get; init; }

    /// <summary>What was rejected: the message itself, or something that was made of it.</summary>
    public required RejectedBody Body { get; init; }

    /// <summary>The consumer group.</summary>
    public required string GroupId { get; init; }

    /// <summary>The consumer's type, or null where no consumer was asked, as the payload could not be read.</summary>
    public string? Consumer { get; init; }

    /// <summary>Why it was rejected.</summary>
    public required Exception Error { get; init; }

    /// <summary>Why, in a word or two: what the consumer said, or the type of the error.</summary>
    public required string Reason { get; init; }

    /// <summary>What failed.</summary>
    public required ErrorKind Kind { get; init; }

    /// <summary>The number of the run that rejected it, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>When it was rejected.</summary>
    public required DateTimeOffset RejectedAt { get; init; }

    /// <summary>The dead letter queue of the route, which may say how its letters are written; null where there is none.</summary>
    public DeadLetterQueueSettings? Queue { get; init; }

    /// <summary>Whether the message was read from a retry topic: its headers then tell where it came from, and <see cref="Id"/> is that source's.</summary>
    public bool IsFromRetryTopic { get; init; }

    /// <summary>Where the message was read.</summary>
    public TopicPartitionOffset Source => Message.TopicPartitionOffset;

    /// <summary>
    /// A name that is equal when the same record is rejected again, after a crash for instance, so that a reader can drop doubles: <c>topic-partition-offset@group#depth</c>, and for something
    /// that was made of a message <c>/</c> and a hash of it.
    /// </summary>
    public string Id
    {
        get
        {
            LetterHistory history = IsFromRetryTopic ? LetterHistory.ReadRetried(Message.Headers) : LetterHistory.Read(Message.Headers);
            TopicPartitionOffset place = history.Source ?? Source;
            DeadLetterId id = new(place.Topic, place.Partition.Value, place.Offset.Value, GroupId, history.Depth + 1);
            return Body.PartName is { } part ? $"{id}/{part}" : id.ToString();
        }
    }

    /// <summary>The bytes of key, value, headers and body, as the collector's bound counts them.</summary>
    public long Size => Message.Key.Length + Message.RawPayload.Length + (Body.Bytes?.Length ?? 0) + Message.Headers.Sum(header => header.Key.Length + (header.GetValueBytes()?.Length ?? 0));
}
