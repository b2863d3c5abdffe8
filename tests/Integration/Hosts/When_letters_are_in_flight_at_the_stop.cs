using Kafka.Dlq.Testing;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Hosts;

/// <summary>A stop waits for the dead letters that are on their way: all are delivered before the producer closes, and their messages are committed.</summary>
public sealed class When_letters_are_in_flight_at_the_stop(KafkaBroker broker)
{
    private const int Count = 20;

    [Fact]
    public async Task Should_deliver_them_all_and_commit()
    {
        using EmbeddedKafka slow = EmbeddedKafka.Start();
        string letters = KafkaBroker.NewName("dlq");
        slow.CreateTopic(letters);
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, Count);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, Count);

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<AllBad>().DeadLetterQueue(letters, maxRetries: 0, cluster: "slow")),
            options => options.Clusters["slow"] = new Dictionary<string, string> { ["bootstrap.servers"] = slow.BootstrapServers });
        slow.SetRoundTripDelay(TimeSpan.FromSeconds(1));
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<DeadLetterDispatched>().Count == Count, () => $"{scenario.EventsOf<DeadLetterDispatched>().Count} letters dispatched, expected {Count}");
        int before = scenario.EventsOf<DeadLetterDelivered>().Count;
        await scenario.StopAsync();

        Assert.InRange(before, 0, Count - 1);
        Assert.Equal(Count, scenario.EventsOf<DeadLetterDelivered>().Count);
        Assert.IsType<AppStopped>(scenario.Events[^1]);
        slow.SetRoundTripDelay(TimeSpan.Zero);
        Assert.Equal(Count, (await TopicReader.ReadAllAsync(slow.BootstrapServers, letters)).Count);
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: Count);
    }

    private sealed class AllBad : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken) => throw new InvalidOperationException($"{message} is bad");
    }
}
