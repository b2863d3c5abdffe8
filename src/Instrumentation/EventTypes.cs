using System.Collections.Frozen;

namespace Kafka.Dlq;

/// <summary>Which event type bears which name.</summary>
internal static class EventTypes
{
    private static readonly FrozenDictionary<Type, string> NamesByType = new Dictionary<Type, string>
    {
        [typeof(ConsumerConsume)] = EventNames.ConsumerConsume,
        [typeof(ConsumerConsumed)] = EventNames.ConsumerConsumed,
        [typeof(ConsumerRevoked)] = EventNames.ConsumerRevoked,
        [typeof(ConsumerShutdown)] = EventNames.ConsumerShutdown,
        [typeof(ConsumerEofed)] = EventNames.ConsumerEofed,
        [typeof(ConsumingPause)] = EventNames.ConsumingPause,
        [typeof(ConsumingRetry)] = EventNames.ConsumingRetry,
        [typeof(ConsumingHold)] = EventNames.ConsumingHold,
        [typeof(ConsumingDelay)] = EventNames.ConsumingDelay,
        [typeof(ConsumingSeek)] = EventNames.ConsumingSeek,
        [typeof(ClientPause)] = EventNames.ClientPause,
        [typeof(ClientResume)] = EventNames.ClientResume,
        [typeof(DeadLetterDispatched)] = EventNames.DeadLetterDispatched,
        [typeof(DeadLetterDelivered)] = EventNames.DeadLetterDelivered,
        [typeof(DeadLetterFailed)] = EventNames.DeadLetterFailed,
        [typeof(DeadLetterSpooled)] = EventNames.DeadLetterSpooled,
        [typeof(DeadLetterSkipped)] = EventNames.DeadLetterSkipped,
        [typeof(MessageRetryScheduled)] = EventNames.MessageRetryScheduled,
        [typeof(RecordRejected)] = EventNames.RecordRejected,
        [typeof(SinkFlushed)] = EventNames.SinkFlushed,
        [typeof(DeadLetterTopicUnfit)] = EventNames.DeadLetterTopicUnfit,
        [typeof(BreakerOpened)] = EventNames.BreakerOpened,
        [typeof(BreakerProbing)] = EventNames.BreakerProbing,
        [typeof(BreakerClosed)] = EventNames.BreakerClosed,
        [typeof(CrashSuspected)] = EventNames.CrashSuspected,
        [typeof(CrashGivenUp)] = EventNames.CrashGivenUp,
        [typeof(PartitionsAssigned)] = EventNames.PartitionsAssigned,
        [typeof(PartitionsRevoked)] = EventNames.PartitionsRevoked,
        [typeof(PartitionsLost)] = EventNames.PartitionsLost,
        [typeof(PartitionsUnowned)] = EventNames.PartitionsUnowned,
        [typeof(AppRunning)] = EventNames.AppRunning,
        [typeof(AppStopping)] = EventNames.AppStopping,
        [typeof(AppStopped)] = EventNames.AppStopped,
        [typeof(ErrorOccurred)] = EventNames.ErrorOccurred,
    }.ToFrozenDictionary();

    public static IReadOnlyList<string> Names { get; } = [.. NamesByType.Values.Order(StringComparer.Ordinal)];

    public static string NameOf(Type type) => NamesByType.TryGetValue(type, out string? name)
        ? name
        : throw new ArgumentException($"{type} is not an event of Kafka.Dlq. Events: {string.Join(", ", NamesByType.Keys.Select(known => known.Name))}.", nameof(type));
}
