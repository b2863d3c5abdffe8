using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Retry;

/// <summary>A partition that waits out its back-off holds up neither another topic on the same connection nor its own neighbours.</summary>
public sealed class When_one_topic_of_a_connection_waits(KafkaBroker broker)
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Should_handle_the_other_topic_meanwhile()
    {
        string waiting = await broker.CreateTopicAsync(role: "waiting");
        string other = await broker.CreateTopicAsync(role: "other");
        await TopicWriter.WriteAsync(broker, waiting, count: 100);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 1);

        await scenario.StartAsync(
            draw =>
            {
                draw.Topic(waiting, route => route.Consumer<FailsOnceAt0>().Pause(Wait));
                draw.Topic(other, route => route.Consumer<AllGood>());
            },
            options => options.Concurrency = 1);
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<ConsumingPause>().Count == 1, () => "no wait began");
        await TopicWriter.WriteAsync(broker, other, count: 100);
        await scenario.HandlesAsync(100);
        Assert.Empty(scenario.EventsOf<ConsumingRetry>());
        await scenario.HandlesAsync(200);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 100).Select(offset => new Confluent.Kafka.TopicPartitionOffset(other, 0, offset)), scenario.Handled.All.Take(100));
        Assert.Equal(Enumerable.Range(0, 100).Select(offset => (long)offset), scenario.Handled.Offsets(waiting));
        Assert.Equal(Wait, Assert.Single(scenario.EventsOf<ConsumingPause>()).Duration);
    }

    private sealed class FailsOnceAt0(Handled handled) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                if (message.Offset == 0 && !IsRetrying)
                {
                    throw new InvalidOperationException("0 is bad at first");
                }

                handled.Add(message);
                MarkAsConsumed(message);
            }

            return Task.CompletedTask;
        }
    }

    private sealed class AllGood(Handled handled) : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            handled.Add(message);
            return Task.CompletedTask;
        }
    }
}
