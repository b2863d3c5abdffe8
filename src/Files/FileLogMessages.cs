using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.Files;

/// <summary>Every log line of the dead letter files, each with an id of its own: 6xx. Keys, payloads and headers are never logged.</summary>
internal static partial class FileLogMessages
{
    [LoggerMessage(600, LogLevel.Warning, "IdleTime of the dead letter files in {Directory} is {Found}, raised to {Least}: shorter would make too many files.")]
    public static partial void IdleTimeRaised(this ILogger logger, string directory, TimeSpan found, TimeSpan least);

    [LoggerMessage(601, LogLevel.Information, "Clean-up of {File}: {What}.")]
    public static partial void CleanedUp(this ILogger logger, string file, string what);

    [LoggerMessage(602, LogLevel.Warning, "Segment {File} has nothing that can be read, though something was written. It is kept as {Kept} for a person to look at, and not counted.")]
    public static partial void SetAside(this ILogger logger, string file, string kept);

    [LoggerMessage(603, LogLevel.Warning, "Bytes {Offset} to {End} of {File} are not what was written: they are passed over, and what can be read behind them is read.")]
    public static partial void Damaged(this ILogger logger, long offset, long end, string file);

    [LoggerMessage(604, LogLevel.Error, "Writing dead letter files in {Directory} failed; the entries are not acknowledged.")]
    public static partial void WriteFailed(this ILogger logger, Exception exception, string directory);

    [LoggerMessage(605, LogLevel.Warning, "The dead letter files in {Directory} take {Bytes} of {MaxBytes} bytes: {Policy}.")]
    public static partial void Full(this ILogger logger, string directory, long bytes, long maxBytes, FullPolicy policy);

    [LoggerMessage(606, LogLevel.Information, "Segment {File} is removed: {Reason}, {Entries} entries.")]
    public static partial void Removed(this ILogger logger, string file, string reason, long entries);

    [LoggerMessage(607, LogLevel.Warning, "Position {File} cannot be read: {What} Reading begins anew.")]
    public static partial void PositionUnreadable(this ILogger logger, string file, string what);

    [LoggerMessage(608, LogLevel.Warning, "Position {File} could not be written; it will be tried again. Until then a crash has more entries read again.")]
    public static partial void PositionUnwritten(this ILogger logger, Exception exception, string file);

    [LoggerMessage(609, LogLevel.Warning, "Segment {File} could not be removed.")]
    public static partial void NotRemoved(this ILogger logger, Exception exception, string file);
}
