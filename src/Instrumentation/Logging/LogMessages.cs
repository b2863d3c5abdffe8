using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.Instrumentation;

/// <summary>
/// Every log line there is, each with an id of its own: 1xx runs, 2xx partitions, 3xx dead letters, 4xx rebalances, 5xx the application, 9xx errors.
/// Keys, payloads and headers are never logged.
/// </summary>
internal static partial class LogMessages
{
    [LoggerMessage(100, LogLevel.Debug, "Run of {Topic}/{Partition} begins: {Count} messages, offsets {First} to {Last}, attempt {Attempt}.")]
    public static partial void RunBegins(this ILogger logger, string topic, int partition, int count, long first, long last, int attempt);

    [LoggerMessage(101, LogLevel.Debug, "Run of {Topic}/{Partition} ended: {Count} messages, offsets {First} to {Last}, attempt {Attempt}, took {ElapsedMilliseconds} ms.")]
    public static partial void RunEnded(this ILogger logger, string topic, int partition, int count, long first, long last, int attempt, double elapsedMilliseconds);

    [LoggerMessage(102, LogLevel.Information, "Retry of {Topic}/{Partition} from offset {Offset}: attempt {Attempt} begins.")]
    public static partial void Retries(this ILogger logger, string topic, int partition, long offset, int attempt);

    [LoggerMessage(103, LogLevel.Information, "Back-off of {Topic}/{Partition}: waits {DurationMilliseconds} ms, then goes on from offset {Offset}.")]
    public static partial void BacksOff(this ILogger logger, string topic, int partition, long offset, double durationMilliseconds);

    [LoggerMessage(104, LogLevel.Information, "Pause of {Topic}/{Partition}, asked for by its consumer: {DurationMilliseconds} ms, then it goes on from offset {Offset}.")]
    public static partial void PausedByConsumer(this ILogger logger, string topic, int partition, long offset, double durationMilliseconds);

    [LoggerMessage(105, LogLevel.Information, "Seek of {Topic}/{Partition}: goes on from offset {Offset}.")]
    public static partial void Seeks(this ILogger logger, string topic, int partition, long offset);

    [LoggerMessage(106, LogLevel.Warning, "Hold of {Topic}/{Partition} at offset {Offset} for {DurationMilliseconds} ms, as its recovery strategy or its breaker said. {ErrorType}: {ErrorMessage}")]
    public static partial void HoldsFor(this ILogger logger, string topic, int partition, long offset, double durationMilliseconds, string errorType, string errorMessage);

    [LoggerMessage(107, LogLevel.Error, "Hold of {Topic}/{Partition} at offset {Offset}, as its recovery strategy said, until it is assigned anew or the host restarts. {ErrorType}: {ErrorMessage}")]
    public static partial void Holds(this ILogger logger, string topic, int partition, long offset, string errorType, string errorMessage);

    [LoggerMessage(108, LogLevel.Debug, "Delay of {Topic}/{Partition}: offset {Offset} is not due before {DueAt:O}.")]
    public static partial void Delays(this ILogger logger, string topic, int partition, long offset, DateTimeOffset dueAt);

    [LoggerMessage(200, LogLevel.Debug, "Fetching of {Topic}/{Partition} is paused: {Buffered} records wait in its buffer.")]
    public static partial void FetchPaused(this ILogger logger, string topic, int partition, int buffered);

    [LoggerMessage(201, LogLevel.Debug, "Fetching of {Topic}/{Partition} goes on: {Buffered} records wait in its buffer.")]
    public static partial void FetchResumed(this ILogger logger, string topic, int partition, int buffered);

    [LoggerMessage(202, LogLevel.Debug, "Consumer of {Topic}/{Partition} was told that its partition is revoked.")]
    public static partial void ConsumerRevoked(this ILogger logger, string topic, int partition);

    [LoggerMessage(203, LogLevel.Debug, "Consumer of {Topic}/{Partition} was shut down.")]
    public static partial void ConsumerShutDown(this ILogger logger, string topic, int partition);

    [LoggerMessage(204, LogLevel.Debug, "End of {Topic}/{Partition} reached: the next record will have offset {Offset}.")]
    public static partial void EndReached(this ILogger logger, string topic, int partition, long offset);

    [LoggerMessage(300, LogLevel.Warning, "Gave up on {Topic}/{Partition}/{Offset} after {Attempts} attempts, dead letter {Id} goes to '{TargetTopic}'. {ErrorType}: {ErrorMessage}")]
    public static partial void DeadLetterDispatched(this ILogger logger, string topic, int partition, long offset, int attempts, string id, string targetTopic, string errorType, string errorMessage);

    [LoggerMessage(301, LogLevel.Warning, "Consumer dispatched {Topic}/{Partition}/{Offset} on attempt {Attempts}, dead letter {Id} goes to '{TargetTopic}'. Reason: {Reason}")]
    public static partial void DeadLetterDispatchedByHand(this ILogger logger, string topic, int partition, long offset, int attempts, string id, string targetTopic, string reason);

    [LoggerMessage(302, LogLevel.Debug, "Dead letter {Id} of {Topic}/{Partition}/{Offset} lies at {TargetTopic}/{TargetPartition}/{TargetOffset}.")]
    public static partial void DeadLetterDelivered(this ILogger logger, string topic, int partition, long offset, string id, string targetTopic, int targetPartition, long targetOffset);

    [LoggerMessage(303, LogLevel.Warning, "Dead letter {Id} of {Topic}/{Partition}/{Offset} was too large for its topic and was reduced ({Reduction}); it lies at {TargetTopic}/{TargetPartition}/{TargetOffset}. To keep everything, raise max.message.bytes of '{TargetTopic}' and message.max.bytes of the producer.")]
    public static partial void DeadLetterReduced(this ILogger logger, string topic, int partition, long offset, string id, LetterReduction reduction, string targetTopic, int targetPartition, long targetOffset);

    [LoggerMessage(304, LogLevel.Error, "Dead letter {Id} of {Topic}/{Partition}/{Offset} could not be delivered to '{TargetTopic}' (try {Tries}). {ErrorType}: {ErrorMessage}. It is tried again and {Topic}/{Partition} commits nothing from offset {Offset} on until it is delivered. Check that '{TargetTopic}' exists, that this client may write to it, and that it has enough in-sync replicas.")]
    public static partial void DeadLetterFailed(this ILogger logger, string topic, int partition, long offset, string id, string targetTopic, int tries, string errorType, string errorMessage);

    [LoggerMessage(305, LogLevel.Warning, "Gave up on {Topic}/{Partition}/{Offset} after {Attempts} attempts without a dead letter: the message is skipped. {ErrorType}: {ErrorMessage}")]
    public static partial void DeadLetterSkipped(this ILogger logger, string topic, int partition, long offset, int attempts, string errorType, string errorMessage);

    [LoggerMessage(306, LogLevel.Warning, "Dead letter {Id} of {Topic}/{Partition}/{Offset} lies in the spool, as '{TargetTopic}' could not take it. {ErrorType}: {ErrorMessage}")]
    public static partial void DeadLetterSpooled(this ILogger logger, string topic, int partition, long offset, string id, string targetTopic, string errorType, string errorMessage);

    [LoggerMessage(307, LogLevel.Debug, "Dead letter {Id} of {Topic}/{Partition}/{Offset} lies in the spool behind others for '{TargetTopic}'.")]
    public static partial void DeadLetterSpooledBehind(this ILogger logger, string topic, int partition, long offset, string id, string targetTopic);

    [LoggerMessage(308, LogLevel.Error, "Dead letter {Id} of {Topic}/{Partition}/{Offset} waits in the spool and could not be delivered to '{TargetTopic}' (try {Tries}). {ErrorType}: {ErrorMessage}. It is tried again; partitions go on meanwhile. Check that '{TargetTopic}' exists, that this client may write to it, and that it has enough in-sync replicas.")]
    public static partial void SpooledLetterFailed(this ILogger logger, string topic, int partition, long offset, string id, string targetTopic, int tries, string errorType, string errorMessage);

    [LoggerMessage(309, LogLevel.Warning, "Rejected {Topic}/{Partition}/{Offset} into sink '{Sink}', {Id}: {Reason}. {ErrorType}: {ErrorMessage}")]
    public static partial void RecordRejected(this ILogger logger, string topic, int partition, long offset, string sink, string id, string reason, string errorType, string errorMessage);

    [LoggerMessage(310, LogLevel.Information, "Rejected {Topic}/{Partition}/{Offset} and dropped it, {Id}: {Reason}. {ErrorType}: {ErrorMessage}")]
    public static partial void RecordDropped(this ILogger logger, string topic, int partition, long offset, string id, string reason, string errorType, string errorMessage);

    [LoggerMessage(311, LogLevel.Debug, "Sink '{Sink}' has {Count} rejected records, after {ElapsedMilliseconds} ms.")]
    public static partial void SinkFlushed(this ILogger logger, string sink, int count, double elapsedMilliseconds);

    [LoggerMessage(312, LogLevel.Information, "Message {Topic}/{Partition}/{Offset} failed on attempt {Attempts} and waits in {TargetTopic}/{TargetPartition}/{TargetOffset} until {DueAt:O}, {Id}. {ErrorType}: {ErrorMessage}")]
    public static partial void RetryScheduled(this ILogger logger, string topic, int partition, long offset, int attempts, string targetTopic, int targetPartition, long targetOffset, DateTimeOffset dueAt, string id, string errorType, string errorMessage);

    [LoggerMessage(320, LogLevel.Error, "Breaker of '{Topic}' in group '{GroupId}' opened: {Reason}. Its partitions hold and nothing more is given up until a message is handled. {ErrorType}: {ErrorMessage}")]
    public static partial void BreakerOpened(this ILogger logger, string topic, string groupId, string reason, string errorType, string errorMessage);

    [LoggerMessage(321, LogLevel.Information, "Breaker of '{Topic}' in group '{GroupId}' has {SourceTopic}/{Partition}/{Offset} tried.")]
    public static partial void BreakerProbes(this ILogger logger, string topic, string groupId, string sourceTopic, int partition, long offset);

    [LoggerMessage(322, LogLevel.Warning, "Breaker of '{Topic}' in group '{GroupId}' closed after {OpenSeconds} s: a message was handled, and its partitions go on.")]
    public static partial void BreakerClosed(this ILogger logger, string topic, string groupId, double openSeconds);

    [LoggerMessage(330, LogLevel.Warning, "Dead letter topic '{TargetTopic}' of '{Topic}', {Setting}: found {Found}; wanted {Wanted}; {Advice}.")]
    public static partial void DeadLetterTopicUnfit(this ILogger logger, string targetTopic, string topic, string setting, string found, string wanted, string advice);

    [LoggerMessage(340, LogLevel.Warning, "Partition {Topic}/{Partition} came from a process that ended without a word. One of the messages from {First} to {Last} may have ended it, so they are run one at a time.")]
    public static partial void CrashSuspected(this ILogger logger, string topic, int partition, long first, long last);

    [LoggerMessage(341, LogLevel.Warning, "A process ended without a word while it handled {Topic}/{Partition}/{Offset} alone, which is counted. The messages from {First} to {Last} are run one at a time.")]
    public static partial void CrashSuspectedAlone(this ILogger logger, string topic, int partition, long offset, long first, long last);

    [LoggerMessage(342, LogLevel.Error, "Gave up on {Topic}/{Partition}/{Offset}: the process died {Crashes} times while it handled this message alone. It is not run again.")]
    public static partial void CrashGivenUp(this ILogger logger, string topic, int partition, long offset, int crashes);

    [LoggerMessage(400, LogLevel.Information, "Group '{GroupId}' was assigned {Count} partitions: {Partitions}.")]
    public static partial void PartitionsAssigned(this ILogger logger, string groupId, int count, string partitions);

    [LoggerMessage(401, LogLevel.Information, "Group '{GroupId}' had {Count} partitions revoked: {Partitions}.")]
    public static partial void PartitionsRevoked(this ILogger logger, string groupId, int count, string partitions);

    [LoggerMessage(402, LogLevel.Warning, "Group '{GroupId}' lost {Count} partitions: {Partitions}. Another member may own them already; what was not committed is handled again there. If it comes often, look for a broken connection or a poll loop that stands still longer than max.poll.interval.ms.")]
    public static partial void PartitionsLost(this ILogger logger, string groupId, int count, string partitions);

    [LoggerMessage(403, LogLevel.Warning, "Group '{GroupId}' is at rest, but {Count} of its partitions belong to no member: {Partitions}. A static member that restarts in the middle of a rebalance leaves them so. This member leaves the group and joins again, which gives them to somebody.")]
    public static partial void PartitionsUnowned(this ILogger logger, string groupId, int count, string partitions);

    [LoggerMessage(500, LogLevel.Information, "Kafka.Dlq is running.")]
    public static partial void AppRunning(this ILogger logger);

    [LoggerMessage(501, LogLevel.Information, "Kafka.Dlq is stopping.")]
    public static partial void AppStopping(this ILogger logger);

    [LoggerMessage(502, LogLevel.Information, "Kafka.Dlq has stopped.")]
    public static partial void AppStopped(this ILogger logger);

    [LoggerMessage(900, LogLevel.Error, "Error in {ErrorType}: {ErrorMessage}")]
    public static partial void Error(this ILogger logger, ErrorType errorType, string errorMessage, Exception exception);

    [LoggerMessage(901, LogLevel.Error, "Error in {ErrorType} of topic '{Topic}': {ErrorMessage}")]
    public static partial void ErrorInTopic(this ILogger logger, ErrorType errorType, string topic, string errorMessage, Exception exception);

    [LoggerMessage(902, LogLevel.Error, "Error in {ErrorType} of {Topic}/{Partition}: {ErrorMessage}")]
    public static partial void ErrorInPartition(this ILogger logger, ErrorType errorType, string topic, int partition, string errorMessage, Exception exception);

    [LoggerMessage(903, LogLevel.Error, "Error in {ErrorType} of {Topic}/{Partition}/{Offset}: {ErrorMessage}")]
    public static partial void ErrorAtOffset(this ILogger logger, ErrorType errorType, string topic, int partition, long offset, string errorMessage, Exception exception);

    [LoggerMessage(904, LogLevel.Error, "Error in {ErrorType} of {Topic}/{Partition}/{Offset}, attempt {Attempt}: {ErrorMessage}")]
    public static partial void ErrorInRun(this ILogger logger, ErrorType errorType, string topic, int partition, long offset, int attempt, string errorMessage, Exception exception);
}
