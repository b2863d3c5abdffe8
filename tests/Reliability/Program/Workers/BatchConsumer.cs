namespace Kafka.Dlq.Reliability.Workers;

/// <summary>Handles a batch, marks each message itself, and tells when a mark is taken that must not be.</summary>
internal sealed class BatchConsumer(WorkHandler handler, Ledger ledger) : BaseConsumer
{
    protected override async Task ConsumeAsync(CancellationToken cancellationToken)
    {
        foreach (Message message in Messages)
        {
            await handler.HandleAsync(message, Attempt, cancellationToken);
            bool wasRevoked = IsRevoked;
            if (MarkAsConsumed(message) && wasRevoked)
            {
                ledger.Write(LedgerKind.MarkedAfterRevoke, message.Partition.Value, message.Offset.Value);
            }
        }
    }
}
