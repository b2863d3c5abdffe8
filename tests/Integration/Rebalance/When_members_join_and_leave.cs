using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Rebalance;

/// <summary>However often members join and leave while messages fail, are retried and dispatched: each one is handled or has a letter, and each offset is committed.</summary>
public sealed class When_members_join_and_leave(KafkaBroker broker)
{
    private const int Partitions = 12;
    private const int Count = Partitions * 400;
    private const int Members = 10;
    private const int AtOnce = 4;

    [Theory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public async Task Should_handle_or_dispatch_every_message(GroupProtocol protocol)
    {
        string topic = await broker.CreateTopicAsync(Partitions);
        string letters = await broker.CreateTopicAsync(Partitions, role: "dlq");
        IReadOnlyList<TopicPartitionOffset> written = await TopicWriter.WriteAsync(broker, topic, Count, Partitions);
        await using Scenario scenario = new(broker);
        scenario.AllowErrors(ErrorType.Consume);
        if (broker.Kind == BrokerKind.Embedded)
        {
            // A rebalance of the embedded cluster outlasts the tries of the last commit; its offsets are then handled again.
            scenario.AllowErrors(ErrorType.Commit);
        }

        scenario.AllowRepeats("a letter that is on its way when its partition goes holds back the commit: it and what was marked behind it come again");
        Action<DrawBuilder> routes = draw => draw.Topic(topic, route => route.Consumer<EveryTwentiethIsBad>().MaxMessages(20).DeadLetterQueue(letters, maxRetries: 2, independent: true));

        Queue<Member> running = [];
        for (int joined = 0; joined < Members; joined++)
        {
            Member member = await scenario.JoinAsync(routes, options => options.Use(protocol));
            running.Enqueue(member);
            await scenario.BecomesTrueAsync(() => member.Partitions.Count > 0, () => "a new member is given no partitions", TimeSpan.FromSeconds(60));
            if (running.Count > AtOnce)
            {
                await running.Dequeue().StopAsync();
            }
        }

        int bad = written.Count(EveryTwentiethIsBad.IsBad);
        await scenario.BecomesTrueAsync(
            () => scenario.Handled.All.Distinct().Count() == Count - bad && Letters(scenario) == bad,
            () => $"{scenario.Handled.All.Distinct().Count()} messages handled and {Letters(scenario)} letters delivered, expected {Count - bad} and {bad}",
            TimeSpan.FromSeconds(60));
        await scenario.StopAsync();

        IReadOnlyList<ConsumeResult<byte[], byte[]>> read = await TopicReader.ReadAllAsync(broker, letters);
        IEnumerable<TopicPartitionOffset> dispatched = read.Select(letter => new TopicPartitionOffset(topic, letter.SourcePartition(), letter.SourceOffset()));
        Assert.Equal(InOrder(written), InOrder(scenario.Handled.All.Concat(dispatched).Distinct()));
        Assert.Equal(bad, read.Select(letter => letter.Header("dlq.id")).Distinct().Count());
        Assert.All(dispatched, place => Assert.True(EveryTwentiethIsBad.IsBad(place)));
        for (int partition = 0; partition < Partitions; partition++)
        {
            await Committed.BecomesAsync(broker, scenario.Group, topic, expected: Count / Partitions, partition);
        }
    }

    // Repeats count once: the sum of all would be reached before the last message is.
    private static int Letters(Scenario scenario) => scenario.EventsOf<DeadLetterDelivered>().Select(letter => letter.Message.TopicPartitionOffset).Distinct().Count();

    private static IEnumerable<string> InOrder(IEnumerable<TopicPartitionOffset> places) => places.Select(place => place.ToString()).Order();

    private sealed class EveryTwentiethIsBad(Handled handled) : BaseConsumer
    {
        public static bool IsBad(TopicPartitionOffset place) => place.Offset.Value % 20 == 7;

        protected override async Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), cancellationToken);
                if (IsBad(message.TopicPartitionOffset))
                {
                    throw new InvalidOperationException($"{message} is bad");
                }

                if (MarkAsConsumed(message))
                {
                    handled.Add(message);
                }
            }
        }
    }
}
