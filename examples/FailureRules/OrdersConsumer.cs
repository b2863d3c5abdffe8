namespace Kafka.Dlq.Examples.FailureRules;

/// <summary>Takes orders, and fails in four ways, which the rules of its topic tell apart.</summary>
internal sealed class OrdersConsumer(Expected expected) : MessageConsumer<Order>
{
    protected override async Task ConsumeAsync(Message<Order> message, CancellationToken cancellationToken)
    {
        Order order = message.Payload;
        switch (order.Item)
        {
            case "piano" when Attempt <= 3:
                throw new TimeoutException($"the carrier did not answer for order {order.Number}");
            case "withdrawn":
                throw new OutdatedOrder(order.Number);
            case "unicorn":
                throw new InvalidOperationException($"order {order.Number} cannot be had");
        }

        await Console.Out.WriteLineAsync($"taken       {message}: {order.Item}, attempt {Attempt}");
        expected.Happened();
    }
}
