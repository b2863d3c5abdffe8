namespace Kafka.Dlq.Examples.DeclaredDeadLetters;

/// <summary>Refuses every shipment, so that each becomes a dead letter.</summary>
internal sealed class ShipmentsConsumer : MessageConsumer<string>
{
    protected override Task ConsumeAsync(Message<string> message, CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"The depot is closed: '{message.Payload}' cannot be shipped.");
}
