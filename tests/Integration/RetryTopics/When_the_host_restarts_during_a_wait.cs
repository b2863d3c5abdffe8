using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.RetryTopics;

/// <summary>A message that waits in a retry topic when its host stops keeps its count and is due when it would have been; a stop does not wait for it.</summary>
public sealed class When_the_host_restarts_during_a_wait(KafkaBroker broker)
{
    private readonly Hopper.Book _book = new();

    [Theory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public async Task Should_keep_its_count_and_its_time(GroupProtocol protocol)
    {
        broker.RequireRealBroker("creates no topics for an admin client");
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 11);
        await using Scenario scenario = new(broker);
        scenario.AllowErrors(ErrorType.Consume);
        Task Start() => scenario.StartAsync(Hopper.Routes(topic, letters), options => Hopper.Options(options, protocol), _book.Register);

        await Start();
        await WaitForAsync(scenario, moves: 1);
        await scenario.StopAsync();
        await Start();
        await WaitForAsync(scenario, moves: 2);
        await scenario.StopAsync();
        await Start();
        await scenario.HandlesAsync(10, letters: 1);
        await scenario.StopAsync();

        Assert.Equal([1, 2, 3], _book.Of(10).Select(run => run.Attempt));
        _book.CheckThatNoneWasEarly(scenario.EventsOf<MessageRetryScheduled>());
        Assert.Equal("3", Assert.Single(await TopicReader.ReadAllAsync(broker, letters)).Header("dlq.attempts"));
    }

    private static Task WaitForAsync(Scenario scenario, int moves) => scenario.BecomesTrueAsync(
        () => scenario.EventsOf<MessageRetryScheduled>().Count == moves,
        () => $"message 10 moved {scenario.EventsOf<MessageRetryScheduled>().Count} times, expected {moves}");
}
