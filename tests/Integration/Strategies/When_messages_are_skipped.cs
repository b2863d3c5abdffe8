using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Dlq.Tests.Integration.Strategies;

/// <summary>Without a dead letter topic a message is given up after its retries, told, and marked: it does not come again.</summary>
public sealed class When_messages_are_skipped(KafkaBroker broker)
{
    [Fact]
    public async Task Should_tell_and_go_on_behind_them_for_good()
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 4);
        Trouble trouble = new((message, _) => message.Offset.Value is 0 or 99 ? new InvalidOperationException("bad") : null);
        Action<DrawBuilder> routes = draw => draw.Topic(topic, route => route.Consumer<Troubled>().DeadLetterQueue(queue => queue.None().MaxRetries(1)));

        await scenario.StartAsync(routes, services: services => services.AddSingleton(trouble));
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<DeadLetterSkipped>().Count == 2, () => $"{scenario.EventsOf<DeadLetterSkipped>().Count} skipped, expected 2");
        await scenario.StopAsync();
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
        await TopicWriter.WriteAsync(broker, topic, count: 1);
        await scenario.StartAsync(routes, services: services => services.AddSingleton(trouble));
        await scenario.HandlesAsync(99);
        await scenario.StopAsync();

        Assert.Equal([.. Enumerable.Range(1, 98).Select(offset => (long)offset), 100L], scenario.Handled.Offsets(topic));
        Assert.Equal([(0L, 2), (99L, 2)], scenario.EventsOf<DeadLetterSkipped>().Select(skipped => (skipped.Message.Offset.Value, skipped.Attempts)));
        Assert.Empty(scenario.EventsOf<DeadLetterDispatched>());
    }
}
