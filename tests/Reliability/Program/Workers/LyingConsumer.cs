using Confluent.Kafka;

namespace Kafka.Dlq.Reliability.Workers;

/// <summary>Handles one message at a time, and sends its letters through a producer that lies about them.</summary>
internal sealed class LyingConsumer(WorkHandler handler, LetterProducers producers) : MessageConsumer
{
    protected override IProducer<byte[]?, byte[]?> Producer => producers.For(base.Producer);

    protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken) => handler.HandleAsync(message, Attempt, cancellationToken);
}
