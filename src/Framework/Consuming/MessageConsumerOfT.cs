namespace Kafka.Dlq;

/// <summary>Handles the messages of a topic one at a time, with payloads of one type. See <see cref="MessageConsumer"/>.</summary>
/// <typeparam name="T">What the payloads are.</typeparam>
public abstract class MessageConsumer<T> : MessageConsumer
{
    /// <inheritdoc cref="MessageConsumer.ConsumeAsync(Message, CancellationToken)" />
    protected abstract Task ConsumeAsync(Message<T> message, CancellationToken cancellationToken);

    /// <inheritdoc />
    protected sealed override Task ConsumeAsync(Message message, CancellationToken cancellationToken) => ConsumeAsync((Message<T>)message, cancellationToken);
}
