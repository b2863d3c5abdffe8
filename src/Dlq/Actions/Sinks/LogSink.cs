using Kafka.Dlq.Instrumentation;
using Microsoft.Extensions.Logging;
using System.Text;
using System.Text.Unicode;

namespace Kafka.Dlq.DeadLetters;

/// <summary>Writes each rejected record as one structured log line: coordinates, reason and error. Safe from any thread.</summary>
public sealed class LogSink : IDeadLetterSink
{
    private const int LongestPayload = 8 * 1024;

    private readonly ILogger _logger;
    private readonly bool _withPayload;

    /// <summary>Makes a sink.</summary>
    /// <param name="logger">Where the lines go.</param>
    /// <param name="withPayload">Whether key and record are in the line. They may be what nobody but the consumer should see.</param>
    public LogSink(ILogger logger, bool withPayload)
    {
        ArgumentNullException.ThrowIfNull(logger);
        (_logger, _withPayload) = (logger, withPayload);
    }

    /// <summary>Writes the line of one record.</summary>
    /// <param name="record">The record.</param>
    public void Write(RejectedRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        Exception error = Wrapped.First(record.Error);
        if (_withPayload)
        {
            _logger.RejectedWithPayload(
                record.Message.Topic, record.Message.Partition, record.Message.Offset, record.GroupId, record.Attempt, record.Id, record.Reason, Wrapped.TypeOf(error), ErrorText.OwnMessageOf(error),
                TextOf(record.Message.HasKey ? record.Message.Key : default(ReadOnlyMemory<byte>?)), TextOf(record.Body.Bytes));
        }
        else
        {
            _logger.Rejected(record.Message.Topic, record.Message.Partition, record.Message.Offset, record.GroupId, record.Attempt, record.Id, record.Reason, Wrapped.TypeOf(error), ErrorText.OwnMessageOf(error));
        }
    }

    /// <inheritdoc />
    public Task RejectAsync(IReadOnlyList<RejectedRecord> records, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(records);
        foreach (RejectedRecord record in records)
        {
            Write(record);
        }

        return Task.CompletedTask;
    }

    /// <summary>Nothing is left to do: a log says nothing of what became of a line.</summary>
    /// <param name="cancellationToken">Not needed.</param>
    public Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Bytes for a log line: text as it is, other bytes in base64, cut after 8 KiB.</summary>
    internal static string? TextOf(ReadOnlyMemory<byte>? bytes)
    {
        if (bytes is not { } all)
        {
            return null;
        }

        string text = Utf8.IsValid(all.Span) ? Encoding.UTF8.GetString(all.Span) : $"base64:{Convert.ToBase64String(all.Span)}";
        return text.Length <= LongestPayload ? text : $"{text[..LongestPayload]}... ({all.Length} bytes)";
    }
}
