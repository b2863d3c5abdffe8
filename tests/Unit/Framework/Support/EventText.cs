using System.Globalization;

namespace Kafka.Dlq.Tests.Unit.Framework.Support;

/// <summary>Events in a few words, so that a test can show what happened in which order.</summary>
internal static class EventText
{
    public static string Of(KafkaEvent occurred) => string.Create(CultureInfo.InvariantCulture, $"{Text(occurred)}");

    private static string Text(KafkaEvent occurred) => occurred switch
    {
        ConsumerConsume run => $"consume {run.First.Value}-{run.Last.Value} #{run.Attempt}",
        ConsumerConsumed run => $"consumed {run.First.Value}-{run.Last.Value} #{run.Attempt}",
        ConsumingPause pause => $"{(pause.Manual ? "user pause" : "back-off")} {pause.Duration.TotalSeconds} s at {pause.Offset.Value}",
        ConsumingRetry retry => $"retry {retry.Offset.Value} #{retry.Attempt}",
        ConsumingHold hold => $"hold {(hold.Duration is { } time ? $"{time.TotalSeconds} s " : "")}at {hold.Offset.Value}",
        ConsumingDelay delay => $"delay {delay.Offset.Value} until {delay.DueAt:HH:mm:ss.fff}",
        ConsumingSeek seek => $"seek {seek.Offset.Value}",
        DeadLetterDispatched letter => $"dispatched {letter.Message.Offset.Value} after {letter.Attempts}",
        DeadLetterDelivered letter => $"delivered {letter.Message.Offset.Value}",
        MessageRetryScheduled retry => $"scheduled {retry.Message.Offset.Value} after {retry.Attempts} to {retry.TargetTopic}",
        DeadLetterSkipped skipped => $"skipped {skipped.Message.Offset.Value} after {skipped.Attempts}",
        BreakerOpened opened => $"opened: {opened.Reason}",
        BreakerProbing probing => $"probing {probing.Message.Partition.Value}/{probing.Message.Offset.Value}",
        BreakerClosed closed => $"closed after {closed.Elapsed.TotalSeconds} s",
        ErrorOccurred error => $"error {error.Type} {error.Offset?.Value} #{error.Attempt}",
        _ => occurred.Name,
    };
}
