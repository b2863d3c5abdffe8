using Confluent.Kafka;

namespace Kafka.Dlq.Tests.Unit.Instrumentation;

/// <summary>One event of each kind, at orders/3.</summary>
internal static class SomeEvents
{
    private static readonly TopicPartition Partition = new("orders", 3);
    private static readonly KafkaRecord Message = new SomeRecord();
    private static readonly Exception Error = new FormatException("bad total");

    public static IReadOnlyList<KafkaEvent> All { get; } =
    [
        new ConsumerConsume(Partition, 42, 51, 10, 1),
        new ConsumerConsumed(Partition, 42, 51, 10, 1, TimeSpan.FromMilliseconds(5)),
        new ConsumerRevoked(Partition),
        new ConsumerShutdown(Partition),
        new ConsumerEofed(Partition, 52),
        new ConsumingPause(Partition, 42, TimeSpan.FromSeconds(1), Manual: false),
        new ConsumingRetry(Partition, 42, 2),
        new ConsumingHold(Partition, 42, Duration: null, Error),
        new ConsumingDelay(Partition, 42, DateTimeOffset.UnixEpoch),
        new ConsumingSeek(Partition, 42),
        new ClientPause(Partition, 900),
        new ClientResume(Partition, 100),
        new DeadLetterDispatched(Message, "orders.dlq", 3, Error, null, "orders-3-42@billing#1"),
        new DeadLetterDelivered(Message, new TopicPartitionOffset("orders.dlq", 3, 7), 3, Error, null, "orders-3-42@billing#1", LetterReduction.None),
        new DeadLetterFailed(Message, "orders.dlq", new TimeoutException("no answer"), 2, "orders-3-42@billing#1"),
        new DeadLetterSpooled(Message, "orders.dlq", new TimeoutException("no answer"), "orders-3-42@billing#1"),
        new DeadLetterSkipped(Message, 3, Error),
        new MessageRetryScheduled(Message, new TopicPartitionOffset("orders.billing.retry.5s", 3, 7), DateTimeOffset.UnixEpoch, 1, Error, "orders-3-42@billing#1"),
        new RecordRejected(Message, "audit", Error, "no_account", "orders-3-42@billing#1"),
        new SinkFlushed("audit", 7, TimeSpan.FromMilliseconds(5)),
        new DeadLetterTopicUnfit("orders.dlq", "orders", "partitions", "1", "6 or more", "raise it"),
        new BreakerOpened("billing", "orders", "10 keys failed alike", Error),
        new BreakerProbing("billing", "orders", new TopicPartitionOffset("orders", 3, 42)),
        new BreakerClosed("billing", "orders", TimeSpan.FromSeconds(12)),
        new CrashSuspected(Partition, 42, 60, Alone: 42),
        new CrashGivenUp(Message, 3),
        new PartitionsAssigned("billing", [Partition]),
        new PartitionsRevoked("billing", [Partition]),
        new PartitionsLost("billing", [Partition]),
        new PartitionsUnowned("billing", [Partition]),
        new AppRunning(),
        new AppStopping(),
        new AppStopped(),
        new ErrorOccurred(ErrorType.Consume, Error) { Topic = "orders", Partition = 3, Offset = 42, Attempt = 1 },
    ];

    public static TEvent Get<TEvent>()
        where TEvent : KafkaEvent => All.OfType<TEvent>().Single();
}
