using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Dlq.Tests.Integration.Offsets;

/// <summary>A seek back after everything was handled brings all again from there, as first attempts, and what is marked then is committed, also below what was.</summary>
public sealed class When_a_consumer_seeks_back(KafkaBroker broker)
{
    [Fact]
    public async Task Should_handle_all_again_from_the_offset() => await CheckAsync(new Offset(40), from: 40);

    [Fact]
    public async Task Should_handle_all_again_from_the_beginning() => await CheckAsync(Offset.Beginning, from: 0);

    private async Task CheckAsync(Offset target, int from)
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        scenario.AllowRepeats(because: "the consumer seeks back once");

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<SeeksBackOnceAt99>()),
            services: services => services.AddSingleton(new Target(target)));
        await scenario.HandlesAsync(200 - from);
        await scenario.StopAsync();

        Assert.Equal(
            Enumerable.Range(0, 100).Concat(Enumerable.Range(from, 100 - from)).Select(offset => (long)offset),
            scenario.Handled.Offsets(topic));
        Assert.All(scenario.EventsOf<ConsumerConsume>(), run => Assert.Equal(1, run.Attempt));
        Assert.Equal(target, Assert.Single(scenario.EventsOf<ConsumingSeek>()).Offset);
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
    }

    private sealed record Target(Offset Offset);

    private sealed class SeeksBackOnceAt99(Handled handled, Target target) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                handled.Add(message);
                MarkAsConsumed(message);
            }

            if (handled.Count == 100)
            {
                Seek(target.Offset);
            }

            return Task.CompletedTask;
        }
    }
}
