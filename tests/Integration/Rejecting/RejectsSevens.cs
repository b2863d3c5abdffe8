using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Rejecting;

/// <summary>Rejects each tenth message, those with an offset that ends with 7, and handles the others.</summary>
internal sealed class RejectsSevens(Handled handled) : BaseConsumer
{
    protected override Task ConsumeAsync(CancellationToken cancellationToken)
    {
        foreach (Message message in Messages)
        {
            if (TryProcess(message, () => Check(message)))
            {
                handled.Add(message);
            }

            MarkAsConsumed(message);
        }

        return Task.CompletedTask;
    }

    private static void Check(Message message)
    {
        if (message.Offset.Value % 10 == 7)
        {
            throw new FormatException($"{message} is a seven");
        }
    }
}
