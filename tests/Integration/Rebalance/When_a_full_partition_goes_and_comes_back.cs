using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Rebalance;

/// <summary>
/// The client stops fetching a partition of which enough waits in memory. It remembers that when the partition goes to another member and comes back, and must be told that there is room again:
/// otherwise the partition would belong to this member and stand still.
/// </summary>
public sealed class When_a_full_partition_goes_and_comes_back(KafkaBroker broker)
{
    private const int Partitions = 2;

    // More than may wait of each partition, several times.
    private const int Count = 40_000;

    [Theory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public async Task Should_go_on_with_it(GroupProtocol protocol)
    {
        string topic = await broker.CreateTopicAsync(Partitions);
        await TopicWriter.WriteAsync(broker, topic, Count, Partitions);
        await using Scenario scenario = new(broker);
        scenario.AllowRepeats("runs are cut off by the rebalances");
        Member stays = await JoinAsync(scenario, topic, protocol);
        await scenario.BecomesTrueAsync(
            () => stays.EventsOf<ClientPause>().Select(pause => pause.Partition).Distinct().Count() == Partitions, () => "the partitions do not fill their buffers");

        Member visits = await JoinAsync(scenario, topic, protocol);
        await scenario.BecomesTrueAsync(() => stays.Partitions.Count == 1 && visits.Partitions.Count == 1, () => "no partition goes to the other member");
        await visits.StopAsync();
        await scenario.BecomesTrueAsync(() => stays.Partitions.Count == Partitions, () => "the partition does not come back", TimeSpan.FromSeconds(60));

        scenario.Gate.Open();
        await scenario.BecomesTrueAsync(
            () => scenario.Handled.All.Distinct().Count() == Count, () => $"{scenario.Handled.All.Distinct().Count()} of {Count} records are handled: a partition stands still", TimeSpan.FromSeconds(60));
        await scenario.StopAsync();
    }

    private static Task<Member> JoinAsync(Scenario scenario, string topic, GroupProtocol protocol) =>
        scenario.JoinAsync(draw => draw.Topic(topic, route => route.Consumer<WaitsAtTheGate>()), options => options.Use(protocol));

    private sealed class WaitsAtTheGate(Handled handled, Gate gate) : BaseConsumer
    {
        protected override async Task ConsumeAsync(CancellationToken cancellationToken)
        {
            await gate.PassAsync(Messages.First, cancellationToken);
            foreach (Message message in Messages)
            {
                handled.Add(message);
            }
        }
    }
}
