using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.Hosting;

/// <summary>What the host itself has to say.</summary>
internal static partial class HostLog
{
    [LoggerMessage(EventId = 200, EventName = "CriticalError", Level = LogLevel.Critical, Message = "A critical error at {Topic}/{Partition}: the host is asked to stop, with exit code 1. Nothing was given up; the message comes again after the restart.")]
    public static partial void Critical(ILogger logger, string topic, int partition, Exception error);
}
