using Confluent.Kafka;

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>Takes some milliseconds for each message and marks it when it was handled; fails those that a scenario says are bad.</summary>
internal abstract class MarksEach(Handled handled, Func<TopicPartitionOffset, bool> isBad) : BaseConsumer
{
    protected override async Task ConsumeAsync(CancellationToken cancellationToken)
    {
        foreach (Message message in Messages)
        {
            await Task.Delay(5, cancellationToken);
            if (isBad(message.TopicPartitionOffset))
            {
                throw new InvalidOperationException($"{message} is bad");
            }

            if (MarkAsConsumed(message))
            {
                handled.Add(message);
            }
        }
    }
}
