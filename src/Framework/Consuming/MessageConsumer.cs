using Kafka.Dlq.Consuming;

namespace Kafka.Dlq;

/// <summary>
/// Handles the messages of a topic one at a time. Each is marked when its call returns (unless offsets are managed by hand), and the framework knows which one failed.
/// See <see cref="BaseConsumer"/> for the other members.
/// </summary>
public abstract class MessageConsumer : BaseConsumer
{
    /// <summary>Handles a message. Throwing fails it: it is retried after the back-off and then goes to the dead letter queue.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Cancelled when the partition is revoked and when the host's stop exceeds <c>ShutdownTimeout</c>.</param>
    protected abstract Task ConsumeAsync(Message message, CancellationToken cancellationToken);

    /// <inheritdoc />
    protected internal sealed override async Task ConsumeAsync(CancellationToken cancellationToken)
    {
        Run run = Context.Run;
        foreach (Message message in Messages)
        {
            run.Begin(message);
            await ConsumeAsync(message, cancellationToken);
            if (!Context.Complete(message, cancellationToken))
            {
                return;
            }
        }
    }
}
