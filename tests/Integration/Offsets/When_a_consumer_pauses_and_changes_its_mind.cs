using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Offsets;

/// <summary>The last word of a run counts: a pause that is taken back in the same run is none, and a pause with a seek holds first and then goes on where the seek says.</summary>
public sealed class When_a_consumer_pauses_and_changes_its_mind(KafkaBroker broker)
{
    private const int Count = 20;

    [Fact]
    public async Task Should_go_on_as_if_nothing_was_asked_when_it_resumes_at_once()
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, Count);
        await using Scenario scenario = new(broker);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<Resumes>()));
        await scenario.HandlesAsync(Count);
        await scenario.StopAsync();

        Assert.Empty(scenario.EventsOf<ConsumingPause>());
        Assert.Equal(Enumerable.Range(0, Count).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: Count);
    }

    [Fact]
    public async Task Should_hold_and_then_go_where_the_seek_says()
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, Count);
        await using Scenario scenario = new(broker);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<PausesAndSeeks>().MaxMessages(5)));
        await scenario.HandlesAsync(1 + Count - 15);
        await scenario.StopAsync();

        ConsumingPause pause = Assert.Single(scenario.EventsOf<ConsumingPause>());
        Assert.Equal((15, TimeSpan.FromMilliseconds(200), true), (pause.Offset.Value, pause.Duration, pause.Manual));
        Assert.Equal([0, 15, 16, 17, 18, 19], scenario.Handled.Offsets(topic));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: Count);
    }

    private sealed class Resumes(Handled handled) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            Pause(TimeSpan.FromHours(1), Messages.First.Offset);
            Resume();
            foreach (Message message in Messages)
            {
                handled.Add(message);
            }

            return Task.CompletedTask;
        }
    }

    private sealed class PausesAndSeeks(Handled handled) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            if (Messages.First.Offset == 0)
            {
                handled.Add(Messages.First);
                Pause(TimeSpan.FromMilliseconds(200));
                Seek(15);
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
