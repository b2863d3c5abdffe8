using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.Connection;

/// <summary>Writes what librdkafka logs into the host's log.</summary>
internal static partial class ClientLog
{
    /// <summary>The category of the client's own lines, so that they can be filtered apart from the framework's.</summary>
    public const string Category = "Kafka.Dlq.Client";

    public static void Write(ILogger logger, LogMessage message) => Write(logger, LevelOf(message), message.Name, message.Facility, message.Message);

    // Brokers that cannot be reached are logged again at each try, and come as errors to the monitor besides, once and with what they mean: there they are told.
    private static LogLevel LevelOf(LogMessage message) =>
        message.Facility is "FAIL" or "ERROR" ? LogLevel.Debug : (LogLevel)message.LevelAs(LogLevelType.MicrosoftExtensionsLogging);

    [LoggerMessage(EventId = 1101, EventName = "FetchesManaged", Level = LogLevel.Warning, Message = "Native batches are not to be had, records are fetched one by one: {Reason}.")]
    public static partial void FetchesManaged(ILogger logger, string reason);

    [LoggerMessage(EventId = 1100, EventName = "Client", Message = "{Client} {Facility}: {Text}")]
    private static partial void Write(ILogger logger, LogLevel level, string client, string facility, string text);
}
