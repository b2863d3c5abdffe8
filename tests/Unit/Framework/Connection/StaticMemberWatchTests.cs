using Confluent.Kafka;
using Kafka.Dlq.Connection;
using Kafka.Dlq.Routing;
using Kafka.Dlq.Tests.Unit.Framework.Support;
using Kafka.Dlq.Tests.Unit.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Connection;

public sealed class StaticMemberWatchTests : IDisposable
{
    private static readonly TopicPartition First = new("orders", 0);
    private static readonly TopicPartition Second = new("orders", 1);

    private readonly Pump _pump = new();
    private readonly List<KafkaEvent> _told = [];
    private readonly FakeKafkaClient _client = new();
    private readonly ManualTimeProvider _time = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly StaticMemberWatch _watch;
    private readonly Task _running;

    public StaticMemberWatchTests()
    {
        KafkaMonitor monitor = new();
        monitor.Subscribe<KafkaEvent>(_told.Add);
        EventPump events = new(monitor);
        _watch = new StaticMemberWatch(_client, Group("group.instance.id", "one"), ["orders"], events, _time);
        _running = _pump.Run(() =>
        {
            _ = events.RunAsync();
            return _watch.RunAsync(_closing.Token);
        });
    }

    public void Dispose()
    {
        _pump.Run(_closing.Cancel);
        _closing.Dispose();
    }

    [Fact]
    public void Partitions_that_stay_without_an_owner_are_told_and_the_member_joins_again()
    {
        Finds([First, Second]);
        Passes(seconds: 4);
        _pump.Until(() => _told.Count == 1, "the partitions to be told");
        Assert.Equal([First, Second], Assert.IsType<PartitionsUnowned>(_told[0]).Partitions);

        _watch.Step();
        _watch.Step();
        Assert.Equal(["leave"], _client.Calls);
        _client.IsMember = false;
        _watch.Step();
        _watch.Step();

        Assert.Equal(["leave", "subscribe orders"], _client.Calls);
    }

    [Fact]
    public void A_group_whose_partitions_all_have_owners_is_left_alone()
    {
        Finds([[]]);

        _pump.Until(() => _running.IsCompletedSuccessfully, "the watch to end");
        StaysAsItIs();
    }

    [Fact]
    public void Partitions_that_come_to_somebody_between_two_rounds_are_no_reason()
    {
        Finds([First, Second], [First, Second], []);
        Passes(seconds: 10);

        _pump.Until(() => _running.IsCompletedSuccessfully, "the watch to end");
        StaysAsItIs();
    }

    [Fact]
    public void The_time_counts_anew_when_other_partitions_are_without_an_owner_or_the_group_moves()
    {
        Finds([First], [First], [Second], null, [Second]);
        Passes(seconds: 2);
        StaysAsItIs();

        Passes(seconds: 12);
        _watch.Step();
        Assert.Equal(["leave"], _client.Calls);
    }

    [Fact]
    public void Nobody_is_asked_before_the_first_assignment()
    {
        _client.Unowned.Enqueue([First]);
        Passes(seconds: 10);

        Assert.Equal(0, _client.Looks);
    }

    [Fact]
    public void A_group_that_is_never_at_rest_is_asked_ever_more_seldom()
    {
        Finds((IReadOnlyList<TopicPartition>?)null);
        Passes(seconds: 60);

        Assert.InRange(_client.Looks, 12, 20);
        StaysAsItIs();
    }

    [Fact]
    public void A_leave_that_is_not_answered_does_not_keep_the_member_out()
    {
        Finds([First]);
        Passes(seconds: 4);
        _watch.Step();
        _time.Advance(TimeSpan.FromSeconds(11));
        _watch.Step();

        Assert.Equal(["leave", "subscribe orders"], _client.Calls);
    }

    [Theory]
    [InlineData(true, "group.instance.id", "one")]
    [InlineData(true, "group.instance.id", "one", "partition.assignment.strategy", "cooperative-sticky")]
    [InlineData(false, "group.instance.id", "one", "partition.assignment.strategy", "range")]
    [InlineData(false, "group.instance.id", "one", "group.protocol", "consumer")]
    [InlineData(false, "session.timeout.ms", "6000")]
    public void Only_static_members_that_rebalance_in_rounds_need_it(bool expected, params string[] settings) =>
        Assert.Equal(expected, StaticMemberWatch.IsNeeded(Group(settings)));

    private static SubscriptionGroupRoute Group(params string[] settings) => Routed.Table(draw => draw.Topic("orders", topic => topic
            .ConsumerType(typeof(BatchConsumer))
            .Kafka(settings.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]))))
        .Groups.Single().SubscriptionGroups.Single();

    private void Finds(params IReadOnlyList<TopicPartition>?[] looks)
    {
        Array.ForEach(looks, _client.Unowned.Enqueue);
        _watch.Assigned();
        _pump.Until(() => _client.Looks > 0, "the first look");
    }

    private void Passes(int seconds)
    {
        for (int i = 0; i < seconds * 10; i++)
        {
            _pump.Run(() => _time.Advance(TimeSpan.FromMilliseconds(100)));
        }
    }

    private void StaysAsItIs()
    {
        _watch.Step();
        Assert.Empty(_client.Calls);
        Assert.Empty(_told);
    }
}
