using Confluent.Kafka;

namespace Kafka.Dlq.Files;

/// <summary>
/// A dead letter as it lies in a file: who gave it up and why, where it came from, and its record byte for byte. What is null stays null and what is empty stays
/// empty. Immutable, but its bytes and headers are the caller's: they must not change before <see cref="DeadLetterFileWriter.AppendAsync"/> has ended.
/// </summary>
public sealed record DeadLetterEntry
{
    /// <summary>The kind of component that gave the record up, for instance <c>consumer</c> or <c>sink</c>. Default null.</summary>
    public string? ComponentType { get; init; }

    /// <summary>Which component of that kind, for instance the consumer's name. Default null.</summary>
    public string? ComponentId { get; init; }

    /// <summary>Why the record was given up, for a person to read. Default null.</summary>
    public string? Reason { get; init; }

    /// <summary>Topic, partition and offset that the record was read from; null (the default) for one that does not come from Kafka.</summary>
    public TopicPartitionOffset? Source { get; init; }

    /// <summary>The record's timestamp in its topic and who set it. Default: not available.</summary>
    public Timestamp Timestamp { get; init; } = Timestamp.Default;

    /// <summary>The key's bytes; null (the default) when the record has no key. An empty key is not null.</summary>
    public ReadOnlyMemory<byte>? Key { get; init; }

    /// <summary>The value's bytes; null (the default) for a tombstone. An empty value is not a tombstone.</summary>
    public ReadOnlyMemory<byte>? Value { get; init; }

    /// <summary>The record's headers in their order, names that repeat included; null (the default) when none were given. Values may be null or empty.</summary>
    public Headers? Headers { get; init; }
}
