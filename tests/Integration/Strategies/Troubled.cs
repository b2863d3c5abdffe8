using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Strategies;

/// <summary>Handles single messages, and fails as <see cref="Trouble"/> says.</summary>
public sealed class Troubled(Handled handled, Tries tries, Trouble trouble) : MessageConsumer
{
    protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
    {
        tries.Add(message, Attempt);
        if (trouble.Of(message, Attempt) is { } error)
        {
            throw error;
        }

        handled.Add(message);
        return Task.CompletedTask;
    }
}
