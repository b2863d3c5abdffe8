using Confluent.Kafka;

namespace Kafka.Dlq;

/// <summary>How an ingest endpoint takes records. Read once, when the endpoint is mapped.</summary>
/// <typeparam name="T">What a record is.</typeparam>
public sealed class IngestOptions<T>
{
    /// <summary>The longest body in bytes; a longer one is answered with 413 and stored nowhere. Default 1,000,000, a little less than a topic takes in one record by default; 1 or more.</summary>
    public int MaxBodySize { get; set; } = 1_000_000;

    /// <summary>The most elements of an array; a longer one is answered with 413 and stored nowhere. Default 1,000; 1 or more. It bounds how many records, or dead letters, one request makes.</summary>
    public int MaxRecords { get; set; } = 1_000;

    /// <summary>
    /// Whether an array is taken only as a whole. Default false: its valid elements are taken, whatever the others are. True: one invalid element has none taken; only the invalid ones become
    /// dead letters, so that a corrected array can be sent again without doubling anything.
    /// </summary>
    public bool AllOrNothing { get; set; }

    /// <summary>The key of a record, which decides its partition. Default null: records have no key. When it throws, the record is invalid. Called by several requests at once.</summary>
    public Func<T, string?>? Key { get; set; }

    /// <summary>
    /// How the bytes of a record are read, to see whether it is valid: <c>Json.For(ShopJson.Default.Order)</c> for a source-generated contract. Default null: strict JSON, as
    /// <see cref="DeadLetter{T}.AsTyped"/> reads it. What goes to the topic is not what was read but what was sent, byte for byte.
    /// </summary>
    public IDeserializer<T>? Deserializer { get; set; }

    /// <summary>The longest wait for Kafka's acknowledgement; then the answer is 503. Default 10 s; more than zero. What was handed to the client by then may still be written.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>What is wrong with these options; null when nothing is.</summary>
    internal string? Fault() =>
        MaxBodySize < 1 ? $"MaxBodySize is {MaxBodySize}; allowed: 1 or more bytes."
        : MaxRecords < 1 ? $"MaxRecords is {MaxRecords}; allowed: 1 or more elements."
        : Timeout <= TimeSpan.Zero || Timeout.TotalMilliseconds > int.MaxValue ? $"Timeout is {Timeout}; allowed: more than zero, at most {TimeSpan.FromMilliseconds(int.MaxValue)}."
        : null;
}
