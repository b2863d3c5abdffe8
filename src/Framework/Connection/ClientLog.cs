using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.Connection;

/// <summary>Writes what librdkafka logs into the host's log.</summary>
internal static partial class ClientLog
{
    public static void Write(ILogger logger, LogMessage message) =>
        Write(logger, (LogLevel)message.LevelAs(LogLevelType.MicrosoftExtensionsLogging), message.Name, message.Facility, message.Message);

    [LoggerMessage(EventId = 1100, EventName = "Client", Message = "{Client} {Facility}: {Text}")]
    private static partial void Write(ILogger logger, LogLevel level, string client, string facility, string text);
}
