namespace Kafka.Dlq.Examples.ManualDispatch;

/// <summary>What lies in the payments topic, as JSON.</summary>
internal sealed record Payment(string Iban, decimal Amount);
