using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Hosts;

/// <summary>A stop does not wait for a back-off to end: the consumer is told at once and once, what it marked is committed, and the failing message comes again after the next start.</summary>
public sealed class When_the_host_stops_during_a_back_off(KafkaBroker broker)
{
    [Fact]
    public async Task Should_stop_at_once_and_go_on_at_the_failing_message()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 10);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 1);
        Action<DrawBuilder> routes = draw => draw.Topic(topic, route => route
            .Consumer<BadOnceAt3>().Pause(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10)).DeadLetterQueue(letters, maxRetries: 1));

        await scenario.StartAsync(routes);
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<ConsumingPause>().Count == 1, () => "no retry is waited for");
        await scenario.StopAsync();
        Assert.Single(scenario.EventsOf<ConsumerShutdown>());
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 3);

        await scenario.StartAsync(routes);
        await scenario.HandlesAsync(10);
        await scenario.StopAsync();

        Assert.Equal([1, 1], scenario.Tries.At(3));
        Assert.Empty(await TopicReader.ReadAllAsync(broker, letters));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 10);
    }

    private sealed class BadOnceAt3(Handled handled, Tries tries) : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            tries.Add(message, Attempt);
            if (message.Offset == 3 && tries.At(3).Count == 1)
            {
                throw new InvalidOperationException($"{message} is bad");
            }

            handled.Add(message);
            return Task.CompletedTask;
        }
    }
}
