namespace Kafka.Dlq.Reliability.Workers;

/// <summary>Handles one message at a time; the framework marks it.</summary>
internal sealed class SingleConsumer(WorkHandler handler) : MessageConsumer
{
    protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken) => handler.HandleAsync(message, Attempt, cancellationToken);
}
