using Kafka.Dlq.Consuming;
using Kafka.Dlq.TimeLimits;

namespace Kafka.Dlq;

/// <summary>
/// Handles the messages of a topic one at a time. Each is marked when its call returns (unless offsets are managed by hand), and the framework knows which one failed.
/// See <see cref="BaseConsumer"/> for the other members.
/// </summary>
public abstract class MessageConsumer : BaseConsumer
{
    /// <summary>Handles a message. Throwing fails it: it is retried after the back-off and then goes to the dead letter queue.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Cancelled when the partition is revoked, when the host's stop exceeds <c>ShutdownTimeout</c>, and when the message exceeds the topic's <c>Timeout</c>.</param>
    protected abstract Task ConsumeAsync(Message message, CancellationToken cancellationToken);

    /// <inheritdoc />
    protected internal sealed override Task ConsumeAsync(CancellationToken cancellationToken)
    {
        Run run = Context.Run;
        if (run.Limit is { } limit)
        {
            return ConsumeWithinAsync(run, limit, cancellationToken);
        }

        for (int index = 0; index < run.Messages.Count; index++)
        {
            run.Begin(run.Messages[index]);
            Task handling = ConsumeAsync(run.Messages[index], cancellationToken);

            // Without a state machine while handlers return at once; and a failed one's task is handed on as it is, since to throw its exception again would cost as much again.
            if (!handling.IsCompleted)
            {
                return ConsumeRestAsync(run, index, handling, cancellationToken);
            }

            if (!handling.IsCompletedSuccessfully)
            {
                return handling;
            }

            if (!Context.Complete(run.Messages[index], cancellationToken))
            {
                break;
            }
        }

        return Task.CompletedTask;
    }

    private async Task ConsumeWithinAsync(Run run, TimeLimit limit, CancellationToken cancellationToken)
    {
        foreach (Message message in run.Messages)
        {
            run.Begin(message);
            limit.Begin();
            await ConsumeAsync(message, cancellationToken);

            // One that returns after its time was over stays the message at hand: it may have returned because of that, with a part done only.
            if (!limit.TryEnd() || !Context.Complete(message, cancellationToken))
            {
                return;
            }
        }
    }

    private async Task ConsumeRestAsync(Run run, int index, Task handling, CancellationToken cancellationToken)
    {
        await handling;
        while (Context.Complete(run.Messages[index], cancellationToken) && ++index < run.Messages.Count)
        {
            run.Begin(run.Messages[index]);
            await ConsumeAsync(run.Messages[index], cancellationToken);
        }
    }
}
