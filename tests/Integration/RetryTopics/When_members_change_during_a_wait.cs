using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.RetryTopics;

/// <summary>Members that join and leave while messages wait in retry topics take over their waits: each message is run in each topic, when it is due, with its count.</summary>
public sealed class When_members_change_during_a_wait(KafkaBroker broker)
{
    private readonly Hopper.Book _book = new();

    [Theory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public async Task Should_be_run_when_due_by_whoever_owns_it_then(GroupProtocol protocol)
    {
        broker.RequireRealBroker("creates no topics for an admin client");
        const int partitions = 4;
        string topic = await broker.CreateTopicAsync(partitions);
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, partitions * 21, partitions);
        await using Scenario scenario = new(broker);
        scenario.AllowErrors(ErrorType.Consume);
        scenario.AllowRepeats("a move that is on its way when its partition is revoked is made again by the next owner");
        Task<Member> Join() => scenario.JoinAsync(Hopper.Routes(topic, letters), options => Hopper.Options(options, protocol), _book.Register);

        Member first = await Join();
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<MessageRetryScheduled>().Count >= partitions, () => "no message waits");
        Member second = await Join();
        await scenario.BecomesTrueAsync(() => second.Partitions.Count > 0, () => "the second member owns nothing");
        await first.StopAsync();
        await scenario.HandlesAsync(partitions * 20, letters: partitions);
        await scenario.StopAsync();

        Assert.All(Enumerable.Range(0, partitions), partition => Assert.Equal([1, 2, 3], _book.Of(20).Where(run => run.Origin.Partition == partition).Select(run => run.Attempt).Distinct()));
        _book.CheckThatNoneWasEarly(scenario.EventsOf<MessageRetryScheduled>());
        Assert.Equal(
            Enumerable.Range(0, partitions).Select(partition => $"{topic}-{partition}-10@{scenario.Group}#1"),
            (await TopicReader.ReadAllAsync(broker, letters)).Select(letter => letter.Header("dlq.id")!).Distinct().Order());
    }
}
