using Kafka.Dlq.Provisioning;
using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.Hosting;

/// <summary>What the host itself has to say.</summary>
internal static partial class HostLog
{
    [LoggerMessage(EventId = 1000, EventName = "CriticalError", Level = LogLevel.Critical, Message = "A critical error at {Topic}/{Partition}: the host is asked to stop, with exit code 1. Nothing was given up; the message comes again after the restart.")]
    public static partial void Critical(ILogger logger, string topic, int partition, Exception error);

    [LoggerMessage(EventId = 1002, EventName = "StartFailed", Level = LogLevel.Critical, Message = "Kafka.Dlq cannot start: the host is asked to stop, with exit code 1.")]
    public static partial void StartFailed(ILogger logger, Exception error);

    [LoggerMessage(EventId = 1003, EventName = "TopicCreated", Level = LogLevel.Information, Message = "Created topic '{Topic}' with {Partitions} partitions (-1: the broker's default).")]
    public static partial void TopicCreated(ILogger logger, string topic, int partitions);

    [LoggerMessage(EventId = 1004, EventName = "PartitionsRaised", Level = LogLevel.Information, Message = "Raised the partitions of topic '{Topic}' from {From} to {To}.")]
    public static partial void PartitionsRaised(ILogger logger, string topic, int from, int to);

    [LoggerMessage(EventId = 1005, EventName = "SettingsAltered", Level = LogLevel.Information, Message = "Altered settings of topic '{Topic}': {Settings}.")]
    public static partial void SettingsAltered(ILogger logger, string topic, string settings);

    [LoggerMessage(EventId = 1006, EventName = "TopicDiffers", Level = LogLevel.Warning, Message = "Not as declared: {Finding}.")]
    public static partial void TopicDiffers(ILogger logger, TopicFinding finding);

    [LoggerMessage(EventId = 1007, EventName = "TopicsNotAligned", Level = LogLevel.Warning, Message = "{Plan}")]
    public static partial void NotAligned(ILogger logger, ProvisioningPlan plan);
}
