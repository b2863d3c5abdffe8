namespace Kafka.Dlq.Tests.Simulation.Hosts;

/// <summary>Events in a few words.</summary>
internal static class EventText
{
    public static string Of(KafkaEvent occurred) => occurred switch
    {
        ConsumerConsume run => $"run {run.Partition.Partition.Value}/{run.First.Value}-{run.Last.Value} #{run.Attempt}",
        ConsumerConsumed run => $"run done {run.Partition.Partition.Value}/{run.First.Value}-{run.Last.Value} #{run.Attempt}",
        ConsumingPause pause => $"{(pause.Manual ? "user pause" : "back-off")} {pause.Partition.Partition.Value}/{pause.Offset.Value}",
        ConsumingRetry retry => $"retry {retry.Partition.Partition.Value}/{retry.Offset.Value} #{retry.Attempt}",
        ConsumingDelay delay => $"delay {delay.Partition.Partition.Value}/{delay.Offset.Value}",
        ConsumingSeek seek => $"seek {seek.Partition.Partition.Value}/{seek.Offset.Value}",
        DeadLetterDispatched letter => $"dispatched {letter.Id}",
        DeadLetterDelivered letter => $"delivered {letter.Id}",
        DeadLetterSpooled letter => $"spooled {letter.Id}",
        DeadLetterSkipped skipped => $"skipped {skipped.Message.Partition.Value}/{skipped.Message.Offset.Value}",
        ConsumingHold hold => $"hold {hold.Partition.Partition.Value}/{hold.Offset.Value}",
        DeadLetterFailed letter => $"letter failed {letter.Id} try {letter.Tries}",
        ErrorOccurred error => $"error {error.Type} {error.Partition?.Value}/{error.Offset?.Value} {error.Error.GetType().Name}: {error.Error.Message}",
        _ => occurred.Name,
    };
}
