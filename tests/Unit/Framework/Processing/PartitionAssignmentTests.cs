using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Processing;
using Kafka.Dlq.Tests.Unit.Framework.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Processing;

public sealed class PartitionAssignmentTests : IDisposable
{
    private readonly StopSignals _stop = new();
    private readonly PartitionAssignment _assignment;

    public PartitionAssignmentTests() => _assignment = new PartitionAssignment(new TopicPartition("orders", 0), Routed.Orders(), new DeadLetterLane(10), _stop.Aborted);

    public void Dispose()
    {
        _assignment.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public void A_revoke_closes_the_offsets_and_drops_the_buffer_before_it_returns()
    {
        _assignment.Buffer.Put(Records.From(0, 3));
        _assignment.Offsets.Mark(1);

        _assignment.Revoke();

        Assert.True(_assignment.IsRevoked);
        Assert.False(_assignment.Offsets.Mark(2));
        Assert.Equal(0, _assignment.Buffer.Count);
        Assert.Equal(2, _assignment.Offsets.Uncommitted);
    }

    [Fact]
    public void Whoever_listens_to_the_revoke_does_not_run_on_the_thread_that_revokes()
    {
        int? told = null;
        using CancellationTokenRegistration registration = _assignment.Revoked.Register(() => told = Environment.CurrentManagedThreadId);
        int mine = Environment.CurrentManagedThreadId;

        _assignment.Revoke();
        new Pump().Until(() => told is not null, "the listener to be told");

        Assert.NotEqual(mine, told);
    }

    [Fact]
    public void What_an_assignment_does_is_given_up_when_the_deadline_of_the_stop_is_over()
    {
        _ = _stop.AbortAsync();

        new Pump().Until(() => _assignment.GivenUp.IsCancellationRequested, "giving up");
        Assert.False(_assignment.IsRevoked);
    }

    [Fact]
    public void Everyone_is_told_of_the_revoke_even_when_the_assignment_is_disposed_meanwhile()
    {
        using ManualResetEventSlim disposed = new();
        using CancellationTokenRegistration slow = _assignment.Revoked.Register(disposed.Wait);

        _assignment.Revoke();
        _assignment.Dispose();
        disposed.Set();

        new Pump().Until(() => _assignment.GivenUp.IsCancellationRequested, "giving up");
    }
}
