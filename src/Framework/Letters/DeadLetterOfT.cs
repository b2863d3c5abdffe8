using Confluent.Kafka;
using Kafka.Dlq.Letters;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kafka.Dlq;

/// <summary>
/// A dead letter as an object: the record that was given up, and why. It is the payload of the messages of a dead letter topic that was drawn with
/// <c>draw.DeadLetterQueue(queue, ...)</c>. As JSON it is the model of five members, <c>originalRecord</c>, <c>errorMessage</c>, <c>errorType</c>, <c>failedAt</c> and <c>source</c>.
/// </summary>
/// <remarks>Whatever the bytes and headers are, making it never fails; what a letter does not tell is null or empty here. Cannot change; may be used by any thread.</remarks>
/// <typeparam name="T">What the record was meant to be.</typeparam>
[JsonConverter(typeof(DeadLetterJsonConverter))]
public sealed class DeadLetter<T>
{
    private readonly RecordReader<T> _reader;
    private readonly Lazy<JsonElement?> _record;

    internal DeadLetter(ReadOnlyMemory<byte>? record, RecordReader<T> reader)
    {
        _reader = reader;
        RawRecord = record.GetValueOrDefault();
        IsTombstone = record is null;
        _record = new Lazy<JsonElement?>(() => JsonText.Parse(RawRecord));
    }

    /// <summary>The record's value, byte for byte as it failed; empty for a tombstone.</summary>
    public ReadOnlyMemory<byte> RawRecord { get; }

    /// <summary>Whether the record's value was null.</summary>
    public bool IsTombstone { get; }

    /// <summary>The record's value decoded as JSON of any shape; null where it is no JSON.</summary>
    public JsonElement? Record => _record.Value;

    /// <summary>The letter's id, <c>dlq.id</c>, equal for doubles of one letter; null where the letter has none.</summary>
    public string? Id { get; init; }

    /// <summary>What went wrong, without its causes; for a dispatch by hand the reason that was given; empty where the letter does not say.</summary>
    public string ErrorMessage { get; init; } = "";

    /// <summary>The full name of the exception's type, without mere carriers around it; null where there was no exception.</summary>
    public string? ErrorType { get; init; }

    /// <summary>
    /// A short code of the error that outlives moves between namespaces and assemblies, for tables and metrics: the exception's own name in lower case without "Exception",
    /// <c>Shop.Stock.OutOfStockException</c> being <c>out_of_stock</c>. Without an exception it is the letter's kind: <c>manual</c>, <c>ingest</c> and so on.
    /// </summary>
    public string ErrorCode { get; init; } = "";

    /// <summary>What the error was caused by, the nearest first, to depth 5.</summary>
    public IReadOnlyList<LetterCause> Causes { get; init; } = [];

    /// <summary>When it failed last; null where the letter does not say.</summary>
    public DateTimeOffset? FailedAt { get; init; }

    /// <summary>What was being done.</summary>
    public DeadLetterSource Source { get; init; }

    /// <summary>The topic that the record was read from, or for <see cref="DeadLetterSource.Ingest"/> the one that it was meant for; null where the letter does not say.</summary>
    public string? SourceTopic { get; init; }

    /// <summary>Where the record was read; null where the letter does not say, and for records that were never in Kafka.</summary>
    public TopicPartitionOffset? Coordinates { get; init; }

    /// <summary>The consumer group that gave it up; null where the letter does not say.</summary>
    public string? GroupId { get; init; }

    /// <summary>How often the record was run; 0 where the letter does not say.</summary>
    public int Attempts { get; init; }

    /// <summary>1 for a first letter, and 1 more each time a letter failed again; 0 where the letter does not say.</summary>
    public int Depth { get; init; }

    /// <summary>
    /// The record as the object that it was meant to be. JSON is read strictly: a member that a constructor needs or that is <c>required</c> must be there, and one that must not be null must not be.
    /// Then the validators of System.ComponentModel.DataAnnotations are asked, on properties, on parameters of a record's constructor, and on the objects within; so is <c>IValidatableObject</c>.
    /// </summary>
    /// <returns>The object, or the members that are violated. Never throws for what the bytes are; a deserializer or validator that throws is a violation too.</returns>
    public TypedRecord<T> AsTyped() => _reader.Read(RawRecord, IsTombstone);

    internal string ErrorText => string.Concat([ErrorMessage, .. Causes.Select(cause => $"\ncaused by {cause.Type}: {cause.Message}")]);
}
