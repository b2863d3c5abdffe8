namespace Kafka.Dlq.Examples.TypedRecovery;

/// <summary>Takes what came through.</summary>
internal sealed class PricedConsumer : MessageConsumer<PricedOrder>
{
    protected override Task ConsumeAsync(Message<PricedOrder> message, CancellationToken cancellationToken) =>
        Console.Out.WriteLineAsync($"priced      {message.Payload}");
}
