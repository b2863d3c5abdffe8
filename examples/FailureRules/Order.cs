namespace Kafka.Dlq.Examples.FailureRules;

/// <summary>What lies in the orders topic, as JSON.</summary>
internal sealed record Order(int Number, string Item);
