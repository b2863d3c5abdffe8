using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Instrumentation;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Kafka.Dlq;

/// <summary>The rejected record itself, as bytes.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="Bytes">Its bytes; null for null and for a tombstone. An empty record is not null.</param>
public sealed record RejectedBody(RejectedBodyKind Kind, ReadOnlyMemory<byte>? Bytes)
{
    private const int NameBytes = 6;
    private const int LongestError = 1_024;

    /// <summary>Makes bytes of what a consumer rejects. Never throws: what cannot be serialized is named by a placeholder, with the reason.</summary>
    /// <param name="record">A message, bytes (<c>byte[]</c> or memory), text, an object of any type, or null. Read at once: it may change afterwards.</param>
    public static RejectedBody Of(object? record) => record switch
    {
        null => new(RejectedBodyKind.Null, null),
        KafkaRecord message => new(RejectedBodyKind.Message, message.IsTombstone ? default(ReadOnlyMemory<byte>?) : message.RawPayload.ToArray()),
        byte[] bytes => new(RejectedBodyKind.Bytes, bytes.ToArray()),
        ReadOnlyMemory<byte> bytes => new(RejectedBodyKind.Bytes, bytes.ToArray()),
        Memory<byte> bytes => new(RejectedBodyKind.Bytes, bytes.ToArray()),
        string text => new(RejectedBodyKind.Text, Encoding.UTF8.GetBytes(text)),
        _ => Serialized(record),
    };

    /// <summary>A short name that is equal for equal records; null for the message itself, which its coordinates name.</summary>
    public string? PartName => Kind == RejectedBodyKind.Message ? null : Convert.ToHexStringLower(SHA256.HashData(Bytes.GetValueOrDefault().Span).AsSpan(0, NameBytes)) + (Bytes is null ? "0" : "");

    private static RejectedBody Serialized(object record)
    {
        try
        {
            return new(RejectedBodyKind.Json, JsonSerializer.SerializeToUtf8Bytes(record, record.GetType(), JsonSerializerOptions.Web));
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or InsufficientExecutionStackException))
        {
            // Getters and converters are the user's code. That one of them throws must not cost the rest of the story: where it was and why it was rejected.
            Dictionary<string, string> stand = new(StringComparer.Ordinal)
            {
                ["unserializable"] = record.GetType().FullName ?? record.GetType().Name,
                ["error"] = Encoding.UTF8.GetString(Utf8Text.Shortened($"{Wrapped.TypeOf(exception)}: {ErrorText.OwnMessageOf(exception)}", LongestError)),
            };
            return new(RejectedBodyKind.Placeholder, JsonSerializer.SerializeToUtf8Bytes(stand));
        }
    }
}
