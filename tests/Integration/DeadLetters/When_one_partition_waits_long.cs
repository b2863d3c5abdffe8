using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using System.Diagnostics;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>A partition that waits out a long back-off holds up no other and costs no membership, even when the wait is longer than the session and the poll interval.</summary>
public sealed class When_one_partition_waits_long(KafkaBroker broker)
{
    private static readonly TimeSpan LongerThanPollInterval = TimeSpan.FromSeconds(12);

    [Fact]
    public async Task Should_let_the_others_go_on_and_keep_its_membership()
    {
        string topic = await broker.CreateTopicAsync(partitions: 4);
        string letters = await broker.CreateTopicAsync(partitions: 4, role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 1);
        await TopicWriter.WriteAsync(broker, topic, count: 10_000, Empty, number => 1 + (number % 3));
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 1);

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<BadInPartition0>().Pause(TimeSpan.FromSeconds(30)).DeadLetterQueue(letters, maxRetries: 1)),
            options =>
            {
                options.Kafka["max.poll.interval.ms"] = "10000";
                options.Kafka["session.timeout.ms"] = "6000";
            });
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<ConsumingPause>().Count == 1, () => "no retry wait began");
        long begin = Stopwatch.GetTimestamp();
        await scenario.HandlesAsync(10_000);
        await scenario.BecomesTrueAsync(() => Stopwatch.GetElapsedTime(begin) > LongerThanPollInterval, () => "the clock stands still");
        await TopicWriter.WriteAsync(broker, topic, count: 3, Empty, number => 1 + number);
        await scenario.HandlesAsync(10_003);

        Assert.Single(scenario.EventsOf<PartitionsAssigned>());
        Assert.Empty(scenario.EventsOf<PartitionsRevoked>());
        Assert.Empty(scenario.EventsOf<PartitionsLost>());
        ConsumingPause pause = Assert.Single(scenario.EventsOf<ConsumingPause>());
        Assert.Equal((new TopicPartition(topic, 0), 0, TimeSpan.FromSeconds(30), false), (pause.Partition, pause.Offset.Value, pause.Duration, pause.Manual));

        await scenario.StopAsync();
        Assert.True(Stopwatch.GetElapsedTime(begin) < TimeSpan.FromSeconds(25), "the stop waited for the back-off to end");
        Assert.Empty(await TopicReader.ReadAllAsync(broker, letters));
        Assert.Null(await Committed.OffsetAsync(broker, scenario.Group, topic, partition: 0));
    }

    private static Message<byte[], byte[]> Empty(int number) => new() { Value = [] };

    private sealed class BadInPartition0(Handled handled) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                if (message.Partition == 0)
                {
                    throw new InvalidOperationException("bad");
                }

                handled.Add(message);
                MarkAsConsumed(message);
            }

            return Task.CompletedTask;
        }
    }
}
