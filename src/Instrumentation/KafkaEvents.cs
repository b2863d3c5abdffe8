using Confluent.Kafka;

namespace Kafka.Dlq;

/// <summary>What happened in the framework. Events are records that outlive the run they tell of: they hold coordinates and messages, never live objects.</summary>
/// <param name="Name">The event's name, as taken by <see cref="KafkaMonitor.Subscribe(string, Action{KafkaEvent})"/>.</param>
public abstract record KafkaEvent(string Name);

/// <summary>A run is about to begin: <c>consumer.consume</c>.</summary>
/// <param name="Partition">The partition worked on.</param>
/// <param name="First">Offset of the run's first message.</param>
/// <param name="Last">Offset of the run's last message.</param>
/// <param name="Count">How many messages the run is given.</param>
/// <param name="Attempt">The number of the run, from 1.</param>
public sealed record ConsumerConsume(TopicPartition Partition, Offset First, Offset Last, int Count, int Attempt) : KafkaEvent(EventNames.ConsumerConsume);

/// <summary>A run ended without an exception: <c>consumer.consumed</c>.</summary>
/// <param name="Partition">The partition worked on.</param>
/// <param name="First">Offset of the run's first message.</param>
/// <param name="Last">Offset of the run's last message.</param>
/// <param name="Count">How many messages the run was given.</param>
/// <param name="Attempt">The number of the run, from 1.</param>
/// <param name="Elapsed">How long the run took.</param>
public sealed record ConsumerConsumed(TopicPartition Partition, Offset First, Offset Last, int Count, int Attempt, TimeSpan Elapsed) : KafkaEvent(EventNames.ConsumerConsumed);

/// <summary>A consumer's <c>RevokedAsync</c> has run: <c>consumer.revoked</c>.</summary>
/// <param name="Partition">The partition that went away.</param>
public sealed record ConsumerRevoked(TopicPartition Partition) : KafkaEvent(EventNames.ConsumerRevoked);

/// <summary>A consumer's <c>ShutdownAsync</c> has run: <c>consumer.shutdown</c>.</summary>
/// <param name="Partition">The partition the consumer worked on.</param>
public sealed record ConsumerShutdown(TopicPartition Partition) : KafkaEvent(EventNames.ConsumerShutdown);

/// <summary>A consumer's <c>EofedAsync</c> has run: <c>consumer.eofed</c>.</summary>
/// <param name="Partition">The partition whose end was reached.</param>
/// <param name="Offset">The end: the offset that the next record will have.</param>
public sealed record ConsumerEofed(TopicPartition Partition, Offset Offset) : KafkaEvent(EventNames.ConsumerEofed);

/// <summary>A partition waits before its next run: <c>consumer.consuming.pause</c>.</summary>
/// <param name="Partition">The partition that waits.</param>
/// <param name="Offset">The offset from which it goes on.</param>
/// <param name="Duration">How long it waits.</param>
/// <param name="Manual">True when the user's <c>Pause</c> asked for it, false for the back-off before a retry.</param>
public sealed record ConsumingPause(TopicPartition Partition, Offset Offset, TimeSpan Duration, bool Manual) : KafkaEvent(EventNames.ConsumingPause);

/// <summary>Messages are about to be run again: <c>consumer.consuming.retry</c>.</summary>
/// <param name="Partition">The partition worked on.</param>
/// <param name="Offset">The offset from which the retry starts.</param>
/// <param name="Attempt">The number of the coming run.</param>
public sealed record ConsumingRetry(TopicPartition Partition, Offset Offset, int Attempt) : KafkaEvent(EventNames.ConsumingRetry);

/// <summary>A partition stands still because its recovery strategy said so, or because its breaker gives up no more in this minute: <c>consumer.consuming.hold</c>.</summary>
/// <param name="Partition">The partition that stands still.</param>
/// <param name="Offset">The message that failed.</param>
/// <param name="Duration">After what time its messages are run again, or the breaker is asked again; null: until the partition is assigned anew or the host restarts.</param>
/// <param name="Error">What its last run threw.</param>
public sealed record ConsumingHold(TopicPartition Partition, Offset Offset, TimeSpan? Duration, Exception Error) : KafkaEvent(EventNames.ConsumingHold);

/// <summary>A partition waits, as its next message is not due yet (<c>DelayBy</c>): <c>consumer.consuming.delay</c>. Told once for each message that is waited for.</summary>
/// <param name="Partition">The partition that waits.</param>
/// <param name="Offset">The message that is waited for.</param>
/// <param name="DueAt">When it may be handled, by the clock of this host.</param>
public sealed record ConsumingDelay(TopicPartition Partition, Offset Offset, DateTimeOffset DueAt) : KafkaEvent(EventNames.ConsumingDelay);

/// <summary>A partition goes on from another offset, which is fetched anew: <c>consumer.consuming.seek</c>.</summary>
/// <param name="Partition">The partition worked on.</param>
/// <param name="Offset">The offset from which it goes on.</param>
public sealed record ConsumingSeek(TopicPartition Partition, Offset Offset) : KafkaEvent(EventNames.ConsumingSeek);

/// <summary>Fetching of a partition was paused because its buffer is full: <c>client.pause</c>.</summary>
/// <param name="Partition">The partition no longer fetched.</param>
/// <param name="Buffered">How many records wait in its buffer.</param>
public sealed record ClientPause(TopicPartition Partition, int Buffered) : KafkaEvent(EventNames.ClientPause);

/// <summary>Fetching of a partition goes on because its buffer has room: <c>client.resume</c>.</summary>
/// <param name="Partition">The partition fetched again.</param>
/// <param name="Buffered">How many records wait in its buffer.</param>
public sealed record ClientResume(TopicPartition Partition, int Buffered) : KafkaEvent(EventNames.ClientResume);

/// <summary>The producer, or the spool, took a dead letter: <c>dead_letter_queue.dispatched</c>. Its acknowledgement is told by <see cref="DeadLetterDelivered"/>.</summary>
/// <param name="Message">The message that was given up.</param>
/// <param name="TargetTopic">The dead letter topic.</param>
/// <param name="Attempts">How often the message was run, the run that gave it up included.</param>
/// <param name="Error">The exception that ended it; null for one dispatched by hand.</param>
/// <param name="Reason">The user's text of a manual dispatch.</param>
/// <param name="Id">The letter's deterministic id, <c>dlq.id</c>.</param>
public sealed record DeadLetterDispatched(KafkaRecord Message, string TargetTopic, int Attempts, Exception? Error, string? Reason, string Id) : KafkaEvent(EventNames.DeadLetterDispatched);

/// <summary>The broker acknowledged a dead letter: <c>dead_letter_queue.delivered</c>.</summary>
/// <param name="Message">The message that was given up.</param>
/// <param name="Target">Where its dead letter lies.</param>
/// <param name="Attempts">How often the message was run, the run that gave it up included.</param>
/// <param name="Error">The exception that ended it; null for one dispatched by hand, and for one that lay in the spool.</param>
/// <param name="Reason">The user's text of a manual dispatch.</param>
/// <param name="Id">The letter's deterministic id, <c>dlq.id</c>.</param>
/// <param name="Reduction">What was left out because the letter was too large for the topic.</param>
public sealed record DeadLetterDelivered(KafkaRecord Message, TopicPartitionOffset Target, int Attempts, Exception? Error, string? Reason, string Id, LetterReduction Reduction) : KafkaEvent(EventNames.DeadLetterDelivered)
{
    /// <summary>The dead letter topic.</summary>
    public string TargetTopic => Target.Topic;
}

/// <summary>A dead letter could not be delivered and is tried again; its partition holds until it is: <c>dead_letter_queue.failed</c>.</summary>
/// <param name="Message">The message that was given up.</param>
/// <param name="TargetTopic">The dead letter topic.</param>
/// <param name="Error">Why the topic did not take it.</param>
/// <param name="Tries">How often it was tried, from 1.</param>
/// <param name="Id">The letter's deterministic id, <c>dlq.id</c>.</param>
public sealed record DeadLetterFailed(KafkaRecord Message, string TargetTopic, Exception Error, int Tries, string Id) : KafkaEvent(EventNames.DeadLetterFailed)
{
    /// <summary>Whether the letter lies in the spool, so that no partition waits for it.</summary>
    public bool IsSpooled { get; init; }
}

/// <summary>A dead letter was written to the spool, because its topic could not take it or others lie there before it: <c>dead_letter_queue.spooled</c>. Its partition goes on.</summary>
/// <param name="Message">The message that was given up.</param>
/// <param name="TargetTopic">The dead letter topic that it goes to from there.</param>
/// <param name="Error">Why the topic did not take it; null for a letter that others lie before.</param>
/// <param name="Id">The letter's deterministic id, <c>dlq.id</c>.</param>
public sealed record DeadLetterSpooled(KafkaRecord Message, string TargetTopic, Exception? Error, string Id) : KafkaEvent(EventNames.DeadLetterSpooled);

/// <summary>A message was given up without a dead letter, as its queue has no topic or its strategy said so; it is gone: <c>dead_letter_queue.skipped</c>.</summary>
/// <param name="Message">The message that was given up.</param>
/// <param name="Attempts">How often it was run, the run that gave it up included.</param>
/// <param name="Error">The exception that ended it.</param>
public sealed record DeadLetterSkipped(KafkaRecord Message, int Attempts, Exception Error) : KafkaEvent(EventNames.DeadLetterSkipped);

/// <summary>A message that failed lies in a retry topic, acknowledged by the broker, and is handled again when it is due: <c>message.retry_scheduled</c>.</summary>
/// <param name="Message">The message, as it was read from its topic or from an earlier retry topic.</param>
/// <param name="Target">Where it waits.</param>
/// <param name="DueAt">When it is due.</param>
/// <param name="Attempts">How often it was run so far, in all topics.</param>
/// <param name="Error">The exception of the last run.</param>
/// <param name="Id">The id that its dead letter would have, <c>dlq.id</c>; the same on its whole way.</param>
public sealed record MessageRetryScheduled(KafkaRecord Message, TopicPartitionOffset Target, DateTimeOffset DueAt, int Attempts, Exception Error, string Id) : KafkaEvent(EventNames.MessageRetryScheduled)
{
    /// <summary>The retry topic.</summary>
    public string TargetTopic => Target.Topic;
}

/// <summary>
/// A consumer rejected a record, or its payload could not be read: <c>dead_letter_queue.rejected</c>. Told once for each record, before its message is marked; a sink has it when
/// <see cref="SinkFlushed"/> is told.
/// </summary>
/// <param name="Message">The message that was worked on.</param>
/// <param name="Action">What becomes of it: <c>log</c>, <c>none</c> or the name of a sink.</param>
/// <param name="Error">Why it was rejected.</param>
/// <param name="Reason">Why, in a word or two; what the counter counts by.</param>
/// <param name="Id">The record's deterministic id.</param>
public sealed record RecordRejected(KafkaRecord Message, string Action, Exception Error, string Reason, string Id) : KafkaEvent(EventNames.RecordRejected);

/// <summary>A sink has a batch of rejected records, and offsets that waited for it may be committed: <c>dead_letter_queue.sink.flushed</c>.</summary>
/// <param name="Sink">The sink's name.</param>
/// <param name="Count">How many records.</param>
/// <param name="Elapsed">How long it took, failed tries and their back-off included.</param>
public sealed record SinkFlushed(string Sink, int Count, TimeSpan Elapsed) : KafkaEvent(EventNames.SinkFlushed);

/// <summary>
/// A dead letter topic does not fit the topic whose letters it takes, so that letters may go away early or lie in an unexpected place: <c>dead_letter_queue.topic_unfit</c>.
/// Told once at each start for each setting, soon after <see cref="AppRunning"/>; nothing waits for it.
/// </summary>
/// <param name="Topic">The dead letter topic.</param>
/// <param name="Source">The topic or pattern whose letters it takes.</param>
/// <param name="Setting">What does not fit: <c>partitions</c>, or the name of a topic setting.</param>
/// <param name="Found">What the cluster has, or what is declared where the cluster does not tell.</param>
/// <param name="Wanted">What would fit, and why.</param>
/// <param name="Advice">What would come of it, and what to do.</param>
public sealed record DeadLetterTopicUnfit(string Topic, string Source, string Setting, string Found, string Wanted, string Advice) : KafkaEvent(EventNames.DeadLetterTopicUnfit);

/// <summary>A breaker opened: the partitions of its route hold instead of giving messages up: <c>dead_letter_queue.breaker.opened</c>.</summary>
/// <param name="GroupId">The consumer group.</param>
/// <param name="Topic">The topic or pattern of the route.</param>
/// <param name="Reason">What was too much.</param>
/// <param name="Error">The failure at which it opened.</param>
public sealed record BreakerOpened(string GroupId, string Topic, string Reason, Exception Error) : KafkaEvent(EventNames.BreakerOpened);

/// <summary>An open breaker has one message tried: <c>dead_letter_queue.breaker.probing</c>.</summary>
/// <param name="GroupId">The consumer group.</param>
/// <param name="Topic">The topic or pattern of the route.</param>
/// <param name="Message">The message that is tried.</param>
public sealed record BreakerProbing(string GroupId, string Topic, TopicPartitionOffset Message) : KafkaEvent(EventNames.BreakerProbing);

/// <summary>A message was handled, so the breaker closed and the partitions of its route go on: <c>dead_letter_queue.breaker.closed</c>.</summary>
/// <param name="GroupId">The consumer group.</param>
/// <param name="Topic">The topic or pattern of the route.</param>
/// <param name="Elapsed">How long it was open.</param>
public sealed record BreakerClosed(string GroupId, string Topic, TimeSpan Elapsed) : KafkaEvent(EventNames.BreakerClosed);

/// <summary>The owner of a guarded partition ended without a word, so messages that it may have had at hand are run one at a time: <c>crash_guard.suspected</c>. Told when the partition comes to this member.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="First">The first of them.</param>
/// <param name="End">The offset behind the last of them.</param>
/// <param name="Alone">The one that was at hand alone, and is counted now; null when it is not known which.</param>
public sealed record CrashSuspected(TopicPartition Partition, Offset First, Offset End, Offset? Alone) : KafkaEvent(EventNames.CrashSuspected);

/// <summary>A message is given up because the process died during it as often as <c>CrashGuard</c> allows: <c>crash_guard.given_up</c>. Its letter, or that it was skipped, is told like any other.</summary>
/// <param name="Message">The message.</param>
/// <param name="Crashes">How often the process died while it was handled alone.</param>
public sealed record CrashGivenUp(KafkaRecord Message, int Crashes) : KafkaEvent(EventNames.CrashGivenUp);

/// <summary>Partitions came to this member: <c>rebalance.partitions_assigned</c>.</summary>
/// <param name="GroupId">The consumer group.</param>
/// <param name="Partitions">The partitions that came, without those that stayed.</param>
public sealed record PartitionsAssigned(string GroupId, IReadOnlyList<TopicPartition> Partitions) : KafkaEvent(EventNames.PartitionsAssigned);

/// <summary>Partitions were taken from this member, after its offsets were committed: <c>rebalance.partitions_revoked</c>.</summary>
/// <param name="GroupId">The consumer group.</param>
/// <param name="Partitions">The partitions that went.</param>
public sealed record PartitionsRevoked(string GroupId, IReadOnlyList<TopicPartition> Partitions) : KafkaEvent(EventNames.PartitionsRevoked);

/// <summary>Partitions were lost: another member may own them already, nothing was committed: <c>rebalance.partitions_lost</c>.</summary>
/// <param name="GroupId">The consumer group.</param>
/// <param name="Partitions">The partitions that went.</param>
public sealed record PartitionsLost(string GroupId, IReadOnlyList<TopicPartition> Partitions) : KafkaEvent(EventNames.PartitionsLost);

/// <summary>
/// Partitions belonged to no member although the group was at rest, so this member leaves and joins again, which has the group divide all of them anew:
/// <c>rebalance.partitions_unowned</c>. Only static members (<c>group.instance.id</c>, KIP-345) under a cooperative strategy tell it, once after they started:
/// one that restarts between the two rounds of a rebalance (KIP-429) would leave them so.
/// </summary>
/// <param name="GroupId">The consumer group.</param>
/// <param name="Partitions">The partitions without an owner.</param>
public sealed record PartitionsUnowned(string GroupId, IReadOnlyList<TopicPartition> Partitions) : KafkaEvent(EventNames.PartitionsUnowned);

/// <summary>The framework polls: <c>app.running</c>.</summary>
public sealed record AppRunning() : KafkaEvent(EventNames.AppRunning);

/// <summary>The framework begins to stop: <c>app.stopping</c>.</summary>
public sealed record AppStopping() : KafkaEvent(EventNames.AppStopping);

/// <summary>The framework has stopped: <c>app.stopped</c>.</summary>
public sealed record AppStopped() : KafkaEvent(EventNames.AppStopped);

/// <summary>Something failed: <c>error.occurred</c>.</summary>
/// <param name="Type">What was being done.</param>
/// <param name="Error">The exception.</param>
public sealed record ErrorOccurred(ErrorType Type, Exception Error) : KafkaEvent(EventNames.ErrorOccurred)
{
    /// <summary>The topic concerned, or null.</summary>
    public string? Topic { get; init; }

    /// <summary>The partition concerned, or null.</summary>
    public Partition? Partition { get; init; }

    /// <summary>The offset concerned, or null.</summary>
    public Offset? Offset { get; init; }

    /// <summary>The number of the run that failed, or null.</summary>
    public int? Attempt { get; init; }
}
