using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.DeadLetters;

/// <summary>The log lines of records that are rejected into the log. The second is the only one of the framework that holds what was in a record, and is written only where that was allowed.</summary>
internal static partial class RejectLog
{
    [LoggerMessage(340, LogLevel.Warning, "Rejected {Topic}/{Partition}/{Offset} of group '{GroupId}' on attempt {Attempt}, {Id}: {Reason}. {ErrorType}: {ErrorMessage}")]
    public static partial void Rejected(this ILogger logger, string topic, int partition, long offset, string groupId, int attempt, string id, string reason, string errorType, string errorMessage);

    [LoggerMessage(341, LogLevel.Warning, "Rejected {Topic}/{Partition}/{Offset} of group '{GroupId}' on attempt {Attempt}, {Id}: {Reason}. {ErrorType}: {ErrorMessage} Key {Key}, record {Record}")]
    public static partial void RejectedWithPayload(
        this ILogger logger, string topic, int partition, long offset, string groupId, int attempt, string id, string reason, string errorType, string errorMessage, string? key, string? record);
}
