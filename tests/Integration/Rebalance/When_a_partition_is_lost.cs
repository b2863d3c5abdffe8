using Confluent.Kafka;
using Kafka.Dlq.Testing;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Rebalance;

/// <summary>A member that the group has thrown out has lost its partitions: its run may end, but its marks are refused and none of its pauses outlives the assignment.</summary>
public sealed class When_a_partition_is_lost(KafkaBroker broker)
{
    // Keys of Kafka's protocol: by the answer to its heartbeat a member learns that it is none any more.
    private const RequestKind Heartbeat = (RequestKind)12;
    private const RequestKind ConsumerGroupHeartbeat = (RequestKind)68;

    [Theory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public async Task Should_refuse_marks_without_an_exception(GroupProtocol protocol)
    {
        using EmbeddedKafka kafka = EmbeddedKafka.Start();
        string topic = await TopicOfTenAsync(kafka);
        await using Scenario scenario = new(broker);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<IgnoresTheLoss>()), options => Join(options, kafka, protocol));
        await scenario.BecomesTrueAsync(() => scenario.Gate.Arrived.Count == 1, () => "no run waits in its middle");
        ThrowOut(kafka, protocol);
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<PartitionsLost>().Count == 1, () => "the partition was not lost");
        scenario.Gate.Open();
        await scenario.HandlesAsync(10);
        await scenario.StopAsync();

        Assert.Equal([5, 6, 7, 8, 9], scenario.Handled.Offsets(topic).TakeLast(5));
        Assert.Equal(5, scenario.Tries.At(5).Count(attempt => attempt == Refused));
        Assert.Single(scenario.EventsOf<ConsumerRevoked>());
    }

    [Theory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public async Task Should_forget_a_long_pause_when_the_partition_comes_back(GroupProtocol protocol)
    {
        using EmbeddedKafka kafka = EmbeddedKafka.Start();
        string topic = await TopicOfTenAsync(kafka);
        await using Scenario scenario = new(broker);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<PausesOnce>()), options => Join(options, kafka, protocol));
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<ConsumingPause>().Count == 1, () => "nothing is paused");
        ThrowOut(kafka, protocol);
        await scenario.HandlesAsync(10);
        await scenario.StopAsync();

        Assert.Single(scenario.EventsOf<PartitionsLost>());
        Assert.Equal(Enumerable.Range(0, 10).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
    }

    private const int Refused = -1;

    private static async Task<string> TopicOfTenAsync(EmbeddedKafka kafka)
    {
        string topic = KafkaBroker.NewName();
        kafka.CreateTopic(topic);
        await TopicWriter.WriteAsync(kafka.BootstrapServers, topic, count: 10, number => new Message<byte[], byte[]> { Value = [(byte)number] });
        return topic;
    }

    private static void Join(KafkaDlqOptions options, EmbeddedKafka kafka, GroupProtocol protocol)
    {
        options.Kafka["bootstrap.servers"] = kafka.BootstrapServers;
        options.Kafka["session.timeout.ms"] = "2000";
        options.Use(protocol);
    }

    private static void ThrowOut(EmbeddedKafka kafka, GroupProtocol protocol) =>
        kafka.FailNext(protocol == GroupProtocol.Classic ? Heartbeat : ConsumerGroupHeartbeat, ErrorCode.UnknownMemberId);

    private sealed class IgnoresTheLoss(Handled handled, Tries tries, Gate gate) : BaseConsumer
    {
        protected override async Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                if (message.Offset == 5)
                {
                    await gate.PassAsync(message, CancellationToken.None);
                }

                if (await MarkAsConsumedAndCommitAsync(message))
                {
                    handled.Add(message);
                }
                else
                {
                    tries.Add(Messages.First(refused => refused.Offset == 5), Refused);
                }
            }
        }
    }

    private sealed class PausesOnce(Handled handled, Tries tries) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            tries.Add(Messages.First, Attempt);
            if (tries.Count == 1)
            {
                Pause(TimeSpan.FromMinutes(10));
                return Task.CompletedTask;
            }

            foreach (Message message in Messages)
            {
                handled.Add(message);
            }

            return Task.CompletedTask;
        }
    }
}
