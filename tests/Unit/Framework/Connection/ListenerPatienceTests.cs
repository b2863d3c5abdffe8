using Kafka.Dlq.Connection;
using Kafka.Dlq.Processing;
using Kafka.Dlq.Tests.Unit.Framework.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Connection;

/// <summary>For whom the poll thread waits before it fetches more, and for how long.</summary>
public sealed class ListenerPatienceTests : IDisposable
{
    private readonly PartitionScene _scene = new();

    public ListenerPatienceTests() => _scene.Worker.Assignment.Buffer.Limits = Ample(int.MaxValue);

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task While_nobody_is_in_want_a_full_partition_is_waited_for()
    {
        PartitionWorker other = _scene.Add(partition: 1);
        Listener patient = New(TimeSpan.Zero, TimeSpan.FromMinutes(1));
        _scene.Client.Fetches.Enqueue(into => into.Messages.AddRange([.. Records.From(0, 1_999), Records.At(5, partition: 1)]));

        // The other partition has its record although it came behind those of the full one.
        Task round = Task.Run(patient.PollOnce, TestContext.Current.CancellationToken);
        Assert.True(SpinWait.SpinUntil(() => other.Assignment.Buffer.Count == 1, TimeSpan.FromSeconds(20)));
        _scene.Worker.Assignment.Buffer.Take(1);
        await round;

        Assert.Empty(_scene.Client.Calls);
    }

    [Fact]
    public void When_another_partition_is_in_want_a_full_one_is_paused()
    {
        _scene.Add(partition: 1);
        _scene.Client.Fetches.Enqueue(into => into.Messages.AddRange(Records.From(0, 1_999)));

        New(TimeSpan.Zero, TimeSpan.FromMinutes(1)).PollOnce();

        Assert.Equal(["pause orders/0"], _scene.Client.Calls);
    }

    [Fact]
    public async Task A_partition_with_enough_for_the_moment_is_waited_for()
    {
        _scene.Worker.Assignment.Buffer.Limits = Ample(100);
        Listener patient = New(TimeSpan.Zero, TimeSpan.FromMinutes(1));
        _scene.Client.Fetches.Enqueue(into => into.Messages.AddRange(Records.From(0, 149)));

        Task round = Task.Run(patient.PollOnce, TestContext.Current.CancellationToken);
        Assert.True(SpinWait.SpinUntil(() => _scene.Worker.Assignment.Buffer.Count == 150, TimeSpan.FromSeconds(20)));
        _scene.Worker.Assignment.Buffer.Take(50);
        Assert.False(round.IsCompleted);
        _scene.Worker.Assignment.Buffer.Take(1);
        await round;

        Assert.Empty(_scene.Client.Calls);
    }

    [Fact]
    public void A_partition_with_enough_for_the_moment_is_waited_for_no_longer_than_the_patience_and_not_paused()
    {
        _scene.Worker.Assignment.Buffer.Limits = Ample(100);
        Listener patient = New(TimeSpan.FromMilliseconds(6), TimeSpan.FromMilliseconds(6));
        _scene.Client.Fetches.Enqueue(into => into.Messages.AddRange(Records.From(0, 149)));
        _scene.Client.Fetches.Enqueue(into => into.Messages.AddRange(Records.From(150, 299)));

        patient.PollOnce();
        patient.PollOnce();

        Assert.Equal(300, _scene.Worker.Assignment.Buffer.Count);
        Assert.Empty(_scene.Client.Calls);
    }

    [Fact]
    public void When_another_partition_is_in_want_one_with_enough_is_not_waited_for()
    {
        _scene.Add(partition: 1);
        _scene.Worker.Assignment.Buffer.Limits = Ample(100);
        _scene.Client.Fetches.Enqueue(into => into.Messages.AddRange(Records.From(0, 149)));

        New(TimeSpan.Zero, TimeSpan.FromMinutes(1)).PollOnce();

        Assert.Empty(_scene.Client.Calls);
    }

    private static BufferLimits Ample(int count) =>
        new(HighCount: 2_000, LowCount: 500, HighBytes: long.MaxValue, LowBytes: long.MaxValue) { AmpleCount = count, AmpleBytes = 1 };

    private Listener New(TimeSpan patience, TimeSpan withoutNeed) =>
        new(_scene.Client, new FetchedRecords(10_000), _scene.Assignments, new ConnectionHealth(), _scene.Pumped, _scene.Time) { Patience = patience, PatienceWithoutNeed = withoutNeed };
}
