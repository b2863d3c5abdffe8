using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Instrumentation;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kafka.Dlq.Ingest;

/// <summary>Makes the dead letter of a record that never was in its topic: what was sent, byte for byte, and the headers of every dead letter but for partition and offset, which it never had.</summary>
internal static class IngestLetter
{
    /// <summary>The letter's id: it names the request, so that two requests with equal bodies are two letters, and a write that was tried twice is one.</summary>
    public static string IdOf(string topic, string endpoint, Guid request, int index) => string.Create(CultureInfo.InvariantCulture, $"{topic}-ingest-{request:N}-{index}@{endpoint}#1");

    public static Message<byte[]?, byte[]?> Of(JudgedRecord record, string id, string topic, string endpoint, bool isJson, DeadLetterOptions options, DateTimeOffset now)
    {
        string text = string.Join('\n', record.Violations);
        string time = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        Headers headers = [];
        Add(headers, DeadLetterHeaders.Id, id);
        Add(headers, DeadLetterHeaders.SourceTopic, topic);
        Add(headers, DeadLetterHeaders.Depth, "1");
        Add(headers, DeadLetterHeaders.Attempts, "1");
        Add(headers, DeadLetterHeaders.FirstFailedAt, time);
        Add(headers, DeadLetterHeaders.FailedAt, time);
        Add(headers, DeadLetterHeaders.ErrorKind, "ingest");
        Add(headers, DeadLetterHeaders.ErrorType, (isJson ? typeof(ValidationException) : typeof(JsonException)).FullName!);
        if (options.MessageLimit > 0)
        {
            headers.Add(DeadLetterHeaders.ErrorMessage, Shortened(Redacted(text, options.Redact), options.MessageLimit));
        }

        Add(headers, DeadLetterHeaders.Consumer, endpoint);
        Add(headers, DeadLetterHeaders.Host, Environment.MachineName);
        KafkaActivities.Inject(Activity.Current, headers);
        return new Message<byte[]?, byte[]?> { Value = record.Bytes.ToArray(), Headers = headers, Timestamp = new Timestamp(now) };
    }

    private static string Redacted(string text, Func<string, string>? redact)
    {
        try
        {
            return redact is null ? text : redact(text) ?? "";
        }
        catch (Exception exception)
        {
            // The text may hold what must not leave this machine, so it is left out rather than written as it is; the letter matters more than its text.
            return $"(left out: Redact threw {exception.GetType().FullName})";
        }
    }

    private static byte[] Shortened(string text, int limit)
    {
        byte[] bytes = new byte[Math.Min(limit, Encoding.UTF8.GetMaxByteCount(text.Length))];
        Encoding.UTF8.GetEncoder().Convert(text, bytes, flush: true, out _, out int used, out _);
        return bytes[..used];
    }

    private static void Add(Headers headers, string name, string text) => headers.Add(name, Encoding.UTF8.GetBytes(text));
}
