namespace Kafka.Dlq.Examples.TypedRecovery;

/// <summary>An order with its tax.</summary>
internal sealed record PricedOrder(int Number, string Customer, decimal Net, decimal Tax)
{
    public static PricedOrder Of(Order order) => order.Customer == "nobody"
        ? throw new InvalidOperationException($"order {order.Number} has no customer that could pay")
        : new PricedOrder(order.Number, order.Customer, order.Total, Math.Round(order.Total * 0.2m, 2));
}
