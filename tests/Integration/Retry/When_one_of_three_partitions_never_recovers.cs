using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Retry;

/// <summary>A partition that fails for ever costs the others nothing: they are handled and committed to their ends, also when runs are done one at a time.</summary>
public sealed class When_one_of_three_partitions_never_recovers(KafkaBroker broker)
{
    [Fact]
    public async Task Should_finish_the_other_two()
    {
        string topic = await broker.CreateTopicAsync(partitions: 3);
        await TopicWriter.WriteAsync(broker, topic, count: 300, partitions: 3);
        await using Scenario scenario = new(broker);
        scenario.AllowErrors(ErrorType.Consume);

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<BadAt50InPartition1>().MaxMessages(10)),
            options => options.Concurrency = 1);
        await scenario.HandlesAsync(250);
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<ErrorOccurred>().Count >= 20, () => "partition 1 is not retried any more");
        await scenario.StopAsync();

        foreach ((int partition, int handled) in new[] { (0, 100), (1, 50), (2, 100) })
        {
            Assert.Equal(Enumerable.Range(0, handled).Select(offset => (long)offset), scenario.Handled.Offsets(topic, partition));
            await Committed.BecomesAsync(broker, scenario.Group, topic, expected: handled, partition);
        }

        Assert.All(scenario.EventsOf<ErrorOccurred>(), error => Assert.Equal(new TopicPartitionOffset(topic, 1, 50), new(error.Topic, error.Partition!.Value, error.Offset!.Value)));
    }

    private sealed class BadAt50InPartition1(Handled handled) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                if (Partition == 1 && message.Offset == 50)
                {
                    throw new InvalidOperationException("50 of partition 1 is bad");
                }

                handled.Add(message);
                MarkAsConsumed(message);
            }

            return Task.CompletedTask;
        }
    }
}
