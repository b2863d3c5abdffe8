using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Delays;

/// <summary>Notes when it was given each message.</summary>
internal sealed class Timed(Handled handled, Moments moments) : MessageConsumer
{
    protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
    {
        moments.Note(message);
        handled.Add(message);
        return Task.CompletedTask;
    }
}
