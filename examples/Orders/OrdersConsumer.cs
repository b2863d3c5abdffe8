namespace Kafka.Dlq.Examples.Orders;

/// <summary>Posts each order to the ledger.</summary>
/// <remarks>
/// An order that cannot be parsed throws at <c>Payload</c>, and a ledger that is away throws in <c>PostAsync</c>: both are retried, and what keeps failing
/// becomes a dead letter. A negative total will not get better by waiting, so it goes to the dead letter topic at once.
/// </remarks>
internal sealed class OrdersConsumer(Ledger ledger) : MessageConsumer<Order>
{
    protected override async Task ConsumeAsync(Message<Order> message, CancellationToken cancellationToken)
    {
        Order order = message.Payload;
        if (order.Total < 0)
        {
            DispatchToDlq(message, reason: "negative total");
            return;
        }

        await ledger.PostAsync(order, message.TopicPartitionOffset, cancellationToken);
    }
}
