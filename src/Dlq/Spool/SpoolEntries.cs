using Confluent.Kafka;
using Kafka.Dlq.Files;
using Kafka.Dlq.Instrumentation;
using System.Globalization;
using System.Text;

namespace Kafka.Dlq.DeadLetters;

/// <summary>How a letter lies in a file and how it is read back. Pure.</summary>
internal static class SpoolEntries
{
    /// <summary>The kind of component that a spooled entry names.</summary>
    public const string ComponentType = "consumer";

    // Of the spool alone: it is taken out again before the letter is sent.
    private const string PlaceHeader = "dlq.spool.partition";

    public static DeadLetterEntry Write(DeadLetter letter, DeadLetterRecord record)
    {
        Message<byte[]?, byte[]?> written = record.At(record.Least);
        if (record.Place.ToText() is { } place)
        {
            written.Headers.Add(PlaceHeader, Encoding.UTF8.GetBytes(place));
        }

        return new DeadLetterEntry
        {
            ComponentType = ComponentType,
            ComponentId = letter.Consumer,
            Reason = letter.Reason ?? (letter.Error is { } error ? Wrapped.TypeOf(error) : null),
            Source = letter.Message.TopicPartitionOffset,
            Timestamp = written.Timestamp,
            Key = Bytes(written.Key),
            Value = Bytes(written.Value),
            Headers = written.Headers,
        };
    }

    /// <summary>Reads an entry back.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="topic">The dead letter topic whose directory it lies in.</param>
    /// <param name="handle">The log's own handle of it.</param>
    /// <exception cref="InvalidDataException">It is no spooled letter.</exception>
    public static SpooledLetter Read(DeadLetterEntry entry, string topic, object handle)
    {
        if (entry.Source is not { } source || entry.Headers is not { } headers || Text(headers, DeadLetterHeaders.Id) is null)
        {
            throw new InvalidDataException($"An entry in the spool of topic '{topic}' does not say which message it is the letter of (header {DeadLetterHeaders.Id}): it was not written by a spool. Move foreign files out of the directory.");
        }

        LetterPlace place = LetterPlace.Parse(Text(headers, PlaceHeader));
        headers.Remove(PlaceHeader);
        Message<byte[]?, byte[]?> record = new() { Key = entry.Key?.ToArray(), Value = entry.Value?.ToArray(), Headers = headers, Timestamp = entry.Timestamp };
        DateTimeOffset writtenAt = new(entry.Timestamp.UtcDateTime);
        DeadLetter letter = new(
            new SpooledMessage(source, record),
            topic,
            Text(headers, DeadLetterHeaders.SourceGroup) ?? "",
            int.TryParse(Text(headers, DeadLetterHeaders.Attempts), NumberStyles.None, CultureInfo.InvariantCulture, out int attempts) ? attempts : 0,
            Enum.TryParse(Text(headers, DeadLetterHeaders.ErrorKind), ignoreCase: true, out ErrorKind kind) ? kind : ErrorKind.Consume,
            Error: null,
            Text(headers, DeadLetterHeaders.Reason),
            writtenAt,
            writtenAt,
            entry.ComponentId);
        return new SpooledLetter(letter, new DeadLetterRecord(letter, record, place), handle);
    }

    private static string? Text(Headers headers, string name) => headers.TryGetLastBytes(name, out byte[]? bytes) && bytes is not null ? Encoding.UTF8.GetString(bytes) : null;

    private static ReadOnlyMemory<byte>? Bytes(byte[]? bytes) => bytes is null ? default(ReadOnlyMemory<byte>?) : bytes;
}
