using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Dlq.Tests.Integration.Offsets;

/// <summary>A seek forward drops the rest of the batch: what is skipped is not handled. Marks of the same run that would move the offset behind the target are refused.</summary>
public sealed class When_a_consumer_seeks_forward(KafkaBroker broker)
{
    [Theory]
    [InlineData(50)]
    [InlineData(8)]
    public async Task Should_skip_what_lies_between(int target)
    {
        await using Scenario scenario = new(broker);
        SeekPlan plan = new() { Target = target };
        string topic = await StartAsync(scenario, plan);
        await scenario.HandlesAsync(5 + 100 - target);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 5).Concat(Enumerable.Range(target, 100 - target)).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        Assert.False(plan.LateMark);
        Assert.All(scenario.EventsOf<ConsumerConsume>(), run => Assert.Equal(1, run.Attempt));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
    }

    [Fact]
    public async Task Should_go_on_with_new_messages_from_the_end()
    {
        await using Scenario scenario = new(broker);
        string topic = await StartAsync(scenario, new SeekPlan { Target = Offset.End });
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<ConsumingSeek>().Count == 1, () => "no seek");

        // What is written before the client has gone to the end is skipped too.
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                await TopicWriter.WriteAsync(broker, topic, count: 1);
                return scenario.Handled.Count > 5;
            },
            TimeSpan.FromSeconds(30),
            () => "nothing behind the end was handled");
        await scenario.StopAsync();

        Assert.Equal([0, 1, 2, 3, 4], scenario.Handled.Offsets(topic).Where(offset => offset < 100));
    }

    private async Task<string> StartAsync(Scenario scenario, SeekPlan plan)
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<SeeksAt4>().MaxMessages(20)),
            services: services => services.AddSingleton(plan));
        return topic;
    }

    private sealed class SeekPlan
    {
        public required Offset Target { get; init; }

        public bool? LateMark { get; set; }
    }

    private sealed class SeeksAt4(Handled handled, SeekPlan plan) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                handled.Add(message);
                if (message.Offset == 4)
                {
                    Seek(plan.Target);
                    plan.LateMark = MarkAsConsumed(message);
                    break;
                }

                MarkAsConsumed(message);
            }

            return Task.CompletedTask;
        }
    }
}
