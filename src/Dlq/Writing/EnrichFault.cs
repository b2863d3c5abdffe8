namespace Kafka.Dlq.DeadLetters;

/// <summary>Tells of a route's enrichment that threw, so that its letter goes without it.</summary>
internal static class EnrichFault
{
    /// <param name="monitor">Where it is told.</param>
    /// <param name="letter">The letter.</param>
    /// <param name="record">What was made of it.</param>
    public static void Tell(KafkaMonitor monitor, DeadLetter letter, DeadLetterRecord record)
    {
        if (record.EnrichFault is { } fault)
        {
            monitor.Publish(new ErrorOccurred(ErrorType.Enrich, fault)
            {
                Topic = letter.Message.Topic,
                Partition = letter.Message.Partition,
                Offset = letter.Message.Offset,
                Attempt = letter.Attempts,
            });
        }
    }
}
