using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kafka.Dlq.Letters;

/// <summary>Makes a <see cref="DeadLetter{T}"/> of a record of a dead letter topic: by its <c>dlq.*</c> headers, or without them by the JSON model. Never throws for what the record is.</summary>
internal sealed class LetterDeserializer<T>(RecordReader<T> reader) : IDeserializer<DeadLetter<T>>
{
    public DeadLetter<T> Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        ReadOnlyMemory<byte>? record = isNull ? default(ReadOnlyMemory<byte>?) : data.ToArray();
        Dictionary<string, string> told = Read(context.Headers ?? []);
        return told.Count > 0
            ? FromHeaders(record, told)
            : FromModel(record) ?? new DeadLetter<T>(record, reader);
    }

    private static Dictionary<string, string> Read(Headers headers)
    {
        Dictionary<string, string> told = new(StringComparer.Ordinal);
        foreach (IHeader header in headers.Where(header => DeadLetterHeaders.IsOwned(header.Key)))
        {
            if (header.GetValueBytes() is { } bytes)
            {
                told[header.Key] = Encoding.UTF8.GetString(bytes);
            }
        }

        return told;
    }

    private DeadLetter<T>? FromModel(ReadOnlyMemory<byte>? record) =>
        record is { } bytes && JsonText.Parse(bytes) is { ValueKind: JsonValueKind.Object } model ? LetterModel.Read(model, reader) : null;

    private DeadLetter<T> FromHeaders(ReadOnlyMemory<byte>? record, Dictionary<string, string> told)
    {
        string? type = told.GetValueOrDefault(DeadLetterHeaders.ErrorType);
        string? kind = told.GetValueOrDefault(DeadLetterHeaders.ErrorKind);
        (string message, IReadOnlyList<LetterCause> causes) = LetterErrors.Split(told.GetValueOrDefault(DeadLetterHeaders.ErrorMessage) ?? told.GetValueOrDefault(DeadLetterHeaders.Reason) ?? "");
        return new DeadLetter<T>(record, reader)
        {
            Id = told.GetValueOrDefault(DeadLetterHeaders.Id),
            ErrorMessage = message,
            Causes = causes,
            ErrorType = type,
            ErrorCode = LetterErrors.CodeOf(type) ?? kind ?? "",
            FailedAt = Time(told),
            Source = IsRedriven(told) ? DeadLetterSource.Redrive : LetterSources.OfKind(kind),
            SourceTopic = told.GetValueOrDefault(DeadLetterHeaders.SourceTopic),
            Coordinates = Coordinates(told),
            GroupId = told.GetValueOrDefault(DeadLetterHeaders.SourceGroup),
            Attempts = (int)Math.Min(Number(told, DeadLetterHeaders.Attempts) ?? 0, int.MaxValue),
            Depth = (int)Math.Min(Number(told, DeadLetterHeaders.Depth) ?? 0, int.MaxValue),
        };
    }

    // A letter that failed in its dead letter topic was read from there; only one that was sent back was read again from where it first came.
    private static bool IsRedriven(Dictionary<string, string> told) =>
        Number(told, DeadLetterHeaders.Depth) > 1
        && told.GetValueOrDefault(DeadLetterHeaders.OriginTopic) is { } origin
        && told.GetValueOrDefault(DeadLetterHeaders.SourceTopic) == origin;

    private static TopicPartitionOffset? Coordinates(Dictionary<string, string> told) =>
        told.GetValueOrDefault(DeadLetterHeaders.SourceTopic) is { } topic
        && Number(told, DeadLetterHeaders.SourcePartition) is { } partition and <= int.MaxValue
        && Number(told, DeadLetterHeaders.SourceOffset) is { } offset
            ? new TopicPartitionOffset(topic, (int)partition, offset)
            : null;

    private static DateTimeOffset? Time(Dictionary<string, string> told) =>
        DateTimeOffset.TryParse(told.GetValueOrDefault(DeadLetterHeaders.FailedAt), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time.ToUniversalTime() : null;

    private static long? Number(Dictionary<string, string> told, string name) =>
        long.TryParse(told.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
}
