using Confluent.Kafka;

namespace Kafka.Dlq.Reliability.Workers;

/// <summary>Handles one message at a time; the framework marks it.</summary>
internal sealed class SingleConsumer(WorkHandler handler, LetterProducers producers) : MessageConsumer
{
    protected override IProducer<byte[]?, byte[]?> Producer => producers.For(base.Producer);

    protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken) => handler.HandleAsync(message, Attempt, cancellationToken);
}
