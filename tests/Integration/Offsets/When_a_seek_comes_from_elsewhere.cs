using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Dlq.Tests.Integration.Offsets;

/// <summary>A seek from another thread moves a partition on which nothing happens at once: no message needs to come first. One that leads beyond the end loses nothing that comes later.</summary>
public sealed class When_a_seek_comes_from_elsewhere(KafkaBroker broker)
{
    private const int Count = 10;

    [Fact]
    public async Task Should_move_an_idle_partition_at_once()
    {
        await using Scenario scenario = new(broker);
        scenario.AllowRepeats("the seek goes back");
        (string topic, Remote remote) = await BecomeIdleAsync(scenario);

        remote.Consumer!.GoTo(4);
        await scenario.HandlesAsync(Count + Count - 4);
        await scenario.StopAsync();

        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 4, 5, 6, 7, 8, 9], scenario.Handled.Offsets(topic));
        Assert.Equal(4, Assert.Single(scenario.EventsOf<ConsumingSeek>()).Offset.Value);
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: Count);
    }

    [Fact]
    public async Task Should_lose_nothing_when_it_leads_beyond_the_end()
    {
        await using Scenario scenario = new(broker);
        scenario.AllowErrors(ErrorType.Poll);
        scenario.AllowRepeats("Kafka has no such offset, so the partition goes on where a group without offsets begins");
        (string topic, Remote remote) = await BecomeIdleAsync(scenario);

        remote.Consumer!.GoTo(1_000);
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<ConsumingSeek>().Count == 1, () => "no seek");
        await TopicWriter.WriteAsync(broker, topic, count: 1);
        await scenario.BecomesTrueAsync(() => scenario.Handled.Offsets(topic).Contains(Count), () => "what was written after the seek is not handled");
        await scenario.StopAsync();

        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: Count + 1);
    }

    private async Task<(string Topic, Remote Remote)> BecomeIdleAsync(Scenario scenario)
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, Count);
        Remote remote = new();
        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<Obeys>()), services: services => services.AddSingleton(remote));
        await scenario.HandlesAsync(Count);
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<ConsumerConsumed>().Sum(run => run.Count) == Count, () => "the last run has not ended");
        return (topic, remote);
    }

    private sealed class Remote
    {
        public Obeys? Consumer { get; set; }
    }

    private sealed class Obeys : BaseConsumer
    {
        private readonly Handled _handled;

        public Obeys(Handled handled, Remote remote)
        {
            _handled = handled;
            remote.Consumer = this;
        }

        public void GoTo(Offset offset) => Seek(offset);

        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                _handled.Add(message);
            }

            return Task.CompletedTask;
        }
    }
}
