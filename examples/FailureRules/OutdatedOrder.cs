namespace Kafka.Dlq.Examples.FailureRules;

/// <summary>The order was taken back by its customer: nobody needs it any more.</summary>
internal sealed class OutdatedOrder(int number) : Exception($"order {number} was taken back");
