using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Processing;
using Kafka.Dlq.Tests.Unit.Dlq.Transactions;
using Kafka.Dlq.Tests.Unit.Framework.Support;
using Kafka.Dlq.Tests.Unit.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Processing;

public sealed class StableStartTests : IDisposable
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(200);

    private readonly StopSignals _stop = new();
    private readonly ManualTimeProvider _time = new();
    private readonly ScriptedTransactions _group = new();
    private readonly FakeSeeker _seeker = new();
    private readonly PartitionAssignment _assignment;
    private readonly StableStart _start;

    public StableStartTests()
    {
        _assignment = new PartitionAssignment(new TopicPartition("orders", 0), Routed.Orders(), new DeadLetterLane(10), _stop.Aborted);
        _start = new StableStart(_group, new RecoveryTools(new KafkaMonitor(), _time, new Random(1), (_, _) => { }));
    }

    public void Dispose()
    {
        _assignment.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task A_partition_begins_at_the_committed_offset_wherever_the_client_would()
    {
        _group.Committed.Add(new TopicPartitionOffset("orders", 0, 1_072));

        await _start.BeginAsync(_assignment, _seeker, CancellationToken.None);

        Assert.Equal([1_072], _seeker.Seeks);
        Assert.Null(_assignment.FailingSince);
    }

    [Fact]
    public async Task Where_nothing_is_committed_the_clients_beginning_holds()
    {
        _group.Committed.Add(new TopicPartitionOffset("orders", 0, Offset.Unset));

        await _start.BeginAsync(_assignment, _seeker, CancellationToken.None);

        Assert.Empty(_seeker.Seeks);
    }

    [Fact]
    public async Task While_a_transaction_is_open_it_waits_and_health_may_see_it()
    {
        _group.Fail("ask", new KafkaException(new Error(ErrorCode.UnstableOffsetCommit)));
        _group.Committed.Add(new TopicPartitionOffset("orders", 0, 7));

        Task begun = _start.BeginAsync(_assignment, _seeker, CancellationToken.None);
        Assert.False(begun.IsCompleted);
        Assert.Equal(_time.GetUtcNow(), _assignment.FailingSince);

        _time.Advance(Rest);
        await begun;
        Assert.Equal([7], _seeker.Seeks);
        Assert.Null(_assignment.FailingSince);
    }

    [Fact]
    public async Task A_partition_that_is_taken_away_meanwhile_is_not_begun()
    {
        using CancellationTokenSource ending = new();
        _group.Fail("ask", new KafkaException(new Error(ErrorCode.UnstableOffsetCommit)));
        Task begun = _start.BeginAsync(_assignment, _seeker, ending.Token);

        await ending.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => begun);
        Assert.Empty(_seeker.Seeks);
    }
}
