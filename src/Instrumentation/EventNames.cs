namespace Kafka.Dlq;

/// <summary>The names of all events, in pairs of begun and done where there is a pair.</summary>
public static class EventNames
{
    /// <summary>A run is about to begin.</summary>
    public const string ConsumerConsume = "consumer.consume";

    /// <summary>A run ended without an exception.</summary>
    public const string ConsumerConsumed = "consumer.consumed";

    /// <summary>A consumer's <c>RevokedAsync</c> has run.</summary>
    public const string ConsumerRevoked = "consumer.revoked";

    /// <summary>A consumer's <c>ShutdownAsync</c> has run.</summary>
    public const string ConsumerShutdown = "consumer.shutdown";

    /// <summary>A consumer's <c>EofedAsync</c> has run.</summary>
    public const string ConsumerEofed = "consumer.eofed";

    /// <summary>A partition waits before its next run.</summary>
    public const string ConsumingPause = "consumer.consuming.pause";

    /// <summary>Messages are about to be run again.</summary>
    public const string ConsumingRetry = "consumer.consuming.retry";

    /// <summary>A partition stands still because its recovery strategy said so, or because its breaker gives up no more in this minute.</summary>
    public const string ConsumingHold = "consumer.consuming.hold";

    /// <summary>A partition waits, as its next message is not due yet.</summary>
    public const string ConsumingDelay = "consumer.consuming.delay";

    /// <summary>A partition goes on from another offset.</summary>
    public const string ConsumingSeek = "consumer.consuming.seek";

    /// <summary>Fetching of a partition was paused.</summary>
    public const string ClientPause = "client.pause";

    /// <summary>Fetching of a partition goes on.</summary>
    public const string ClientResume = "client.resume";

    /// <summary>The producer took a dead letter.</summary>
    public const string DeadLetterDispatched = "dead_letter_queue.dispatched";

    /// <summary>The broker acknowledged a dead letter.</summary>
    public const string DeadLetterDelivered = "dead_letter_queue.delivered";

    /// <summary>A dead letter could not be delivered and is tried again.</summary>
    public const string DeadLetterFailed = "dead_letter_queue.failed";

    /// <summary>A dead letter was written to the spool.</summary>
    public const string DeadLetterSpooled = "dead_letter_queue.spooled";

    /// <summary>A message was given up without a dead letter.</summary>
    public const string DeadLetterSkipped = "dead_letter_queue.skipped";

    /// <summary>A message that failed waits in a retry topic.</summary>
    public const string MessageRetryScheduled = "message.retry_scheduled";

    /// <summary>A consumer rejected a record, or its payload could not be read.</summary>
    public const string RecordRejected = "dead_letter_queue.rejected";

    /// <summary>A sink has a batch of rejected records.</summary>
    public const string SinkFlushed = "dead_letter_queue.sink.flushed";

    /// <summary>A dead letter topic does not fit the topic whose letters it takes.</summary>
    public const string DeadLetterTopicUnfit = "dead_letter_queue.topic_unfit";

    /// <summary>A breaker opened: partitions hold instead of giving messages up.</summary>
    public const string BreakerOpened = "dead_letter_queue.breaker.opened";

    /// <summary>An open breaker has one message tried.</summary>
    public const string BreakerProbing = "dead_letter_queue.breaker.probing";

    /// <summary>A breaker closed: partitions go on.</summary>
    public const string BreakerClosed = "dead_letter_queue.breaker.closed";

    /// <summary>A process died with messages at hand; they are run one at a time.</summary>
    public const string CrashSuspected = "crash_guard.suspected";

    /// <summary>A message is given up because the process died during it too often.</summary>
    public const string CrashGivenUp = "crash_guard.given_up";

    /// <summary>Partitions came to this member.</summary>
    public const string PartitionsAssigned = "rebalance.partitions_assigned";

    /// <summary>Partitions were taken from this member.</summary>
    public const string PartitionsRevoked = "rebalance.partitions_revoked";

    /// <summary>Partitions were lost.</summary>
    public const string PartitionsLost = "rebalance.partitions_lost";

    /// <summary>Partitions belonged to no member.</summary>
    public const string PartitionsUnowned = "rebalance.partitions_unowned";

    /// <summary>The framework polls.</summary>
    public const string AppRunning = "app.running";

    /// <summary>The framework begins to stop.</summary>
    public const string AppStopping = "app.stopping";

    /// <summary>The framework has stopped.</summary>
    public const string AppStopped = "app.stopped";

    /// <summary>Something failed.</summary>
    public const string ErrorOccurred = "error.occurred";
}
