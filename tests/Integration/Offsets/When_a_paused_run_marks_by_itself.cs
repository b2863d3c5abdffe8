using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Offsets;

/// <summary>A pause suppresses the automatic mark of its run, but not the consumer's own: that one is committed, and a stop during the pause loses and doubles nothing.</summary>
public sealed class When_a_paused_run_marks_by_itself(KafkaBroker broker)
{
    [Fact]
    public async Task Should_commit_the_consumers_own_mark_only()
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        Action<DrawBuilder> routes = draw => draw.Topic(topic, route => route.Consumer<HandlesTenAndPauses>().MaxWaitTime(TimeSpan.FromSeconds(1)));

        await scenario.StartAsync(routes);
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<ConsumingPause>().Count == 1, () => "no pause began");
        await scenario.StopAsync();
        Assert.Equal(Enumerable.Range(0, 10).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 10);

        await scenario.StartAsync(routes);
        await scenario.HandlesAsync(100);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 100).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
    }

    private sealed class HandlesTenAndPauses(Handled handled) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                if (message.Offset == 10 && handled.Count == 10 && Messages.First.Offset == 0)
                {
                    Pause(TimeSpan.FromHours(1), message.Offset);
                    break;
                }

                handled.Add(message);
                MarkAsConsumed(message);
            }

            return Task.CompletedTask;
        }
    }
}
