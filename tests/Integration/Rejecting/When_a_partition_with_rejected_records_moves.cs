using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Rejecting;

/// <summary>A partition that is taken away leaves its unflushed records to the next owner, which rejects them itself: each is in one sink or the other, none is committed before.</summary>
public sealed class When_a_partition_with_rejected_records_moves(KafkaBroker broker)
{
    [Theory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public async Task Should_have_the_next_owner_reject_them(GroupProtocol protocol)
    {
        string topic = await broker.CreateTopicAsync(partitions: 2);
        await TopicWriter.WriteAsync(broker, topic, count: 200, partitions: 2);
        await using Scenario scenario = new(broker);
        scenario.AllowErrors(ErrorType.Sink);
        scenario.AllowRepeats("what lies behind an unflushed record is not committed when its partition goes");
        TableSink first = new() { IsDown = true };
        TableSink second = new();

        Member stays = await JoinAsync(scenario, topic, protocol, first);
        await scenario.HandlesAsync(180);
        Member joins = await JoinAsync(scenario, topic, protocol, second);
        await scenario.BecomesTrueAsync(() => joins.Partitions.Count == 1 && second.Rows.Count == 10, () => $"the second member owns {joins.Partitions.Count} partitions and its sink has {second.Rows.Count} rows", TimeSpan.FromSeconds(60));
        first.IsDown = false;
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100, partition: 0);
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100, partition: 1);
        await scenario.StopAsync();

        Assert.Equal(Sevens, Rows(first));
        Assert.Equal(Sevens, Rows(second));
        Assert.Equal(20, first.Rows.Concat(second.Rows).Select(row => row.Id).Distinct().Count());
        Assert.NotNull(stays);
    }

    private static IEnumerable<long> Sevens => Enumerable.Range(0, 10).Select(tens => (tens * 10L) + 7);

    private static IEnumerable<long> Rows(TableSink table) => table.Offsets.Order();

    private static Task<Member> JoinAsync(Scenario scenario, string topic, GroupProtocol protocol, TableSink table) => scenario.JoinAsync(
        draw => draw.Topic(topic, route => route.Consumer<RejectsSevens>().DeadLetterAction(DeadLetterAction.Sink("table"))),
        options => options.Use(protocol),
        services => services.AddKafkaDlq(kafka => kafka.Sink("table", _ => table, new SinkOptions { Wait = TimeSpan.Zero, Backoff = new PauseOptions { Timeout = TimeSpan.FromMilliseconds(50), MaxTimeout = TimeSpan.FromMilliseconds(50) } })));
}
