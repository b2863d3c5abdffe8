namespace Kafka.Dlq.Examples.BatchIsolation;

/// <summary>What lies in the invoices topic, as JSON.</summary>
internal sealed record Invoice(int Number, decimal Amount);
