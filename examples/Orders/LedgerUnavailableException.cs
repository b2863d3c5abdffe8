namespace Kafka.Dlq.Examples.Orders;

/// <summary>The ledger does not answer; the next try may succeed.</summary>
internal sealed class LedgerUnavailableException(string message) : Exception(message);
