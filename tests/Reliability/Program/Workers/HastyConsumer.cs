namespace Kafka.Dlq.Reliability.Workers;

/// <summary>Marks a batch before it handles it: the fault that <see cref="Sabotage.SkipOnRevoke"/> plants.</summary>
internal sealed class HastyConsumer(WorkHandler handler) : BaseConsumer
{
    protected override async Task ConsumeAsync(CancellationToken cancellationToken)
    {
        MarkAsConsumed(Messages.Last);
        foreach (Message message in Messages)
        {
            await handler.HandleAsync(message, Attempt, cancellationToken);
        }
    }
}
