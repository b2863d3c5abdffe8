using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.Ingest;

/// <summary>What endpoints have to say. A payload may be sensitive: lines tell its length and its SHA-256, by which it can be found again, and never what it says.</summary>
internal static partial class IngestLog
{
    public const string Category = "Kafka.Dlq.Ingest";

    [LoggerMessage(EventId = 1300, EventName = "IngestAccepted", Level = LogLevel.Debug, Message = "{Endpoint}: {Count} records accepted for topic '{Topic}'; body of {Length} bytes, SHA-256 {Sha256}.")]
    public static partial void Accepted(ILogger logger, string endpoint, int count, string topic, int length, string sha256);

    [LoggerMessage(EventId = 1301, EventName = "IngestRejected", Level = LogLevel.Warning, Message = "{Endpoint}: {Rejected} of {Count} records are invalid, dead letters {Letters}; body of {Length} bytes, SHA-256 {Sha256}.")]
    public static partial void Rejected(ILogger logger, string endpoint, int rejected, int count, string letters, int length, string sha256);

    [LoggerMessage(EventId = 1302, EventName = "IngestTooLarge", Level = LogLevel.Warning, Message = "{Endpoint}: a body is longer than {Limit} bytes (announced: {Length}) and was not read.")]
    public static partial void TooLarge(ILogger logger, string endpoint, int limit, long? length);

    [LoggerMessage(EventId = 1303, EventName = "IngestUnavailable", Level = LogLevel.Error, Message = "{Endpoint}: Kafka did not take the records for topic '{Topic}': {Reason} Nothing was acknowledged; body of {Length} bytes, SHA-256 {Sha256}.")]
    public static partial void Unavailable(ILogger logger, string endpoint, string topic, string reason, int length, string sha256);
}
