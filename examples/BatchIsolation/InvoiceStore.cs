namespace Kafka.Dlq.Examples.BatchIsolation;

/// <summary>Stands for a database: an insert of many rows succeeds as a whole or leaves nothing, and does not say which row it was.</summary>
internal sealed class InvoiceStore
{
    private readonly List<int> _rows = [];

    public IReadOnlyList<int> Rows => _rows;

    public void InsertAll(IReadOnlyList<Invoice> invoices)
    {
        if (invoices.Any(invoice => invoice.Amount <= 0))
        {
            throw new InvalidOperationException($"insert of {invoices.Count} rows violates the constraint 'amount > 0'");
        }

        _rows.AddRange(invoices.Select(invoice => invoice.Number));
    }
}
