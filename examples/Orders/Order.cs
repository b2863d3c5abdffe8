namespace Kafka.Dlq.Examples.Orders;

/// <summary>What lies in the orders topic, as JSON.</summary>
internal sealed record Order(long Number, string Customer, decimal Total);
