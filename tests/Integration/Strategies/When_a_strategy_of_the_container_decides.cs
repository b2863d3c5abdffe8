using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Dlq.Tests.Integration.Strategies;

/// <summary>A strategy that is a class has services of the container and sees what failed since the last success; it may ask the host to stop, and nothing is given up then.</summary>
public sealed class When_a_strategy_of_the_container_decides(KafkaBroker broker)
{
    [Fact]
    public async Task Should_stop_the_host_when_too_much_fails_and_go_on_after_a_restart()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 30);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 5);
        Action<DrawBuilder> routes = draw => draw.Topic(topic, route => route.Consumer<Troubled>().DeadLetterQueue(queue => queue.Topic(letters).Strategy<StopsAtTheLimit>()));
        Trouble outage = new((message, _) => message.Offset >= 10 ? new InvalidOperationException("the database is away") : null);

        await scenario.StartAsync(routes, services: services => services.AddSingleton(outage).AddSingleton(new Limit(5)));
        await scenario.StopsByItselfAsync();
        Assert.Equal([10L, 11, 12, 13], (await TopicReader.ReadAllAsync(broker, letters)).Select(letter => letter.SourceOffset()));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 14);

        await scenario.StartAsync(routes, services: services => services.AddSingleton(Trouble.At(-1)).AddSingleton(new Limit(5)));
        await scenario.HandlesAsync(26);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 30).Select(offset => (long)offset).Except([10, 11, 12, 13]), scenario.Handled.Offsets(topic));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 30);
    }

    private sealed record Limit(int Errors);

    private sealed class StopsAtTheLimit(Limit limit) : IRecoveryStrategy
    {
        public RecoveryAction Decide(MessageFailure failure) => failure.Errors.Count >= limit.Errors ? new RecoveryAction.Stop() : new RecoveryAction.DeadLetter();
    }
}
