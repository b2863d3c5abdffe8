using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Routes;

/// <summary>A group without offsets begins where <c>InitialOffset</c> says, for a topic or by default for all; with offsets it goes on from them, whatever it says.</summary>
public sealed class When_a_group_begins_at_the_end(KafkaBroker broker)
{
    [Fact]
    public async Task Should_handle_only_what_comes_later_and_go_on_from_its_offsets_after_a_restart()
    {
        string latest = await broker.CreateTopicAsync();
        string earliest = await broker.CreateTopicAsync(role: "earliest");
        await TopicWriter.WriteAsync(broker, latest, count: 5);
        await TopicWriter.WriteAsync(broker, earliest, count: 5);
        await using Scenario scenario = new(broker);
        Action<DrawBuilder> routes = draw =>
        {
            draw.Defaults(topic => topic.InitialOffset(InitialOffset.Latest));
            draw.Topic(latest, route => route.Consumer<Counts>());
            draw.Topic(earliest, route => route.Consumer<Counts>().InitialOffset(InitialOffset.Earliest));
        };

        await scenario.StartAsync(routes);
        await scenario.HandlesAsync(5);
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                // What is written before the group stands at the end is skipped too.
                await TopicWriter.WriteAsync(broker, latest, count: 1);
                return scenario.Handled.Offsets(latest).Count > 0;
            },
            TimeSpan.FromSeconds(30),
            () => "nothing that came later is handled");
        await scenario.StopAsync();
        int before = scenario.Handled.Count;
        IReadOnlyList<TopicPartitionOffset> written = await TopicWriter.WriteAsync(broker, latest, count: 3);
        await scenario.StartAsync(routes);
        await scenario.BecomesTrueAsync(() => scenario.Handled.All.Contains(written[^1]), () => $"what was written while the host was down is not handled, {scenario.Handled.Count - before} messages since");
        await scenario.StopAsync();

        Assert.Equal([0, 1, 2, 3, 4], scenario.Handled.Offsets(earliest));
        IReadOnlyList<long> later = scenario.Handled.Offsets(latest);
        Assert.True(later[0] >= 5, $"offset {later[0]} was there before the group");
        Assert.Equal(Enumerable.Range((int)later[0], later.Count).Select(offset => (long)offset), later);
    }

    private sealed class Counts(Handled handled) : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            handled.Add(message);
            return Task.CompletedTask;
        }
    }
}
