using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.LetterTopics;

/// <summary>What is noted when dead letter topics cannot be looked at.</summary>
internal static partial class LetterTopicLog
{
    [LoggerMessage(EventId = 1010, EventName = "LetterTopicsNotTold", Level = LogLevel.Debug, Message = "Whether dead letter topics fit their sources was not looked at on cluster '{Cluster}', or only in part: {Reason}")]
    public static partial void NotTold(ILogger logger, string cluster, string reason);
}
