namespace Kafka.Dlq.Examples.Orders;

/// <summary>What lies in the ledger topic, as JSON: the order, and where it was read.</summary>
internal sealed record LedgerEntry(long Order, decimal Total, int Partition, long Offset);
