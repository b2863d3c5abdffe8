using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.Ingest;

/// <summary>What endpoints have to say. A payload may be sensitive: lines tell its length and its SHA-256, by which it can be found again, and never what it says.</summary>
internal static partial class IngestLog
{
    public const string Category = "Kafka.Dlq.Ingest";

    private const int MostIds = 10;

    /// <summary>The ids of dead letters, the first of them only where they are many.</summary>
    public static string IdsOf(IReadOnlyList<RefusedRecord> records)
    {
        string[] ids = [.. records.Select(record => record.DeadLetterId).OfType<string>()];
        return ids.Length == 0 ? "none" : string.Join(", ", ids.Take(MostIds)) + (ids.Length > MostIds ? $" and {ids.Length - MostIds} more" : "");
    }

    [LoggerMessage(EventId = 1300, EventName = "IngestAccepted", Level = LogLevel.Debug, Message = "{Endpoint}: {Count} records accepted for topic '{Topic}'; body of {Length} bytes, SHA-256 {Sha256}.")]
    public static partial void Accepted(ILogger logger, string endpoint, int count, string topic, int length, string sha256);

    [LoggerMessage(EventId = 1301, EventName = "IngestRefused", Level = LogLevel.Warning, Message = "{Endpoint}: answered {Status}, {Refused} of {Count} records are refused, dead letters {Letters}; body of {Length} bytes, SHA-256 {Sha256}.")]
    public static partial void Refused(ILogger logger, string endpoint, int status, int refused, int count, string letters, int length, string sha256);

    [LoggerMessage(EventId = 1302, EventName = "IngestTooLarge", Level = LogLevel.Warning, Message = "{Endpoint}: a body is longer than {Limit} bytes (announced: {Length}) and was not read.")]
    public static partial void TooLarge(ILogger logger, string endpoint, int limit, long? length);

    [LoggerMessage(EventId = 1303, EventName = "IngestUnavailable", Level = LogLevel.Error, Message = "{Endpoint}: Kafka did not take the records for topic '{Topic}': {Reason} Nothing was acknowledged; body of {Length} bytes, SHA-256 {Sha256}.")]
    public static partial void Unavailable(ILogger logger, string endpoint, string topic, string reason, int length, string sha256);

    [LoggerMessage(EventId = 1304, EventName = "IngestTooMany", Level = LogLevel.Warning, Message = "{Endpoint}: an array has {Count} elements, more than {Limit}; nothing was stored. Body of {Length} bytes, SHA-256 {Sha256}.")]
    public static partial void TooMany(ILogger logger, string endpoint, int count, int limit, int length, string sha256);
}
