namespace Kafka.Dlq.Examples.BatchIsolation;

/// <summary>Stores invoices many at a time. A failed insert leaves no effect, so its batch may be run again in halves.</summary>
internal sealed class InvoicesConsumer(InvoiceStore store, Expected expected) : BaseConsumer<Invoice>
{
    protected override async Task ConsumeAsync(CancellationToken cancellationToken)
    {
        await Console.Out.WriteLineAsync($"inserting   {Messages.Count} invoices, attempt {Attempt}");
        store.InsertAll([.. Messages.Select(message => message.Payload)]);
        for (int stored = 0; stored < Messages.Count; stored++)
        {
            expected.Happened();
        }
    }
}
