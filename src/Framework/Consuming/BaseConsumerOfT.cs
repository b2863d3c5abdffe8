namespace Kafka.Dlq;

/// <summary>Handles the messages of a topic in batches, with payloads of one type. See <see cref="BaseConsumer"/>.</summary>
/// <typeparam name="T">What the payloads are.</typeparam>
public abstract class BaseConsumer<T> : BaseConsumer
{
    /// <inheritdoc cref="BaseConsumer.Messages" />
    protected new MessageBatch<T> Messages => new(base.Messages);
}
