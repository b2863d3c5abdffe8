using Kafka.Dlq.Processing;
using Kafka.Dlq.Tests.Unit.Framework.Support;
using Kafka.Dlq.Tests.Unit.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Processing;

public sealed class PartitionBufferTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _time = new();
    private readonly PartitionBuffer _buffer = new(new BufferLimits(HighCount: 4, LowCount: 1, HighBytes: 100, LowBytes: 25));

    public void Dispose() => _buffer.Dispose();

    [Fact]
    public void Messages_are_taken_in_the_order_in_which_they_were_put_and_no_more_than_wanted()
    {
        _buffer.Put(Records.From(0, 1));
        _buffer.Put(Records.From(2, 2));

        Assert.Equal([0, 1], Offsets(_buffer.Take(2)));
        Assert.Equal([2], Offsets(_buffer.Take(2)));
        Assert.Empty(_buffer.Take(2));
    }

    [Fact]
    public async Task Room_is_waited_for_until_the_worker_took_enough_or_the_time_is_over()
    {
        Assert.True(_buffer.WaitForRoom(TimeSpan.Zero));
        _buffer.Put(Records.From(0, 4));
        Assert.False(_buffer.WaitForRoom(TimeSpan.Zero));

        Task<bool> waiting = Task.Run(() => _buffer.WaitForRoom(TimeSpan.FromSeconds(30)), TestContext.Current.CancellationToken);
        _buffer.Take(2);

        Assert.True(await waiting);
    }

    [Fact]
    public void Count_stays_between_the_marks_without_flicker()
    {
        _buffer.Put(Records.From(0, 2));
        Assert.Equal((false, false), (_buffer.IsAboveHighMark, _buffer.IsBelowLowMark));

        _buffer.Put(Records.From(3, 3));
        Assert.True(_buffer.IsAboveHighMark);

        _buffer.Take(2);
        Assert.Equal((false, false), (_buffer.IsAboveHighMark, _buffer.IsBelowLowMark));

        _buffer.Take(1);
        Assert.True(_buffer.IsBelowLowMark);
    }

    [Fact]
    public void Bytes_of_keys_and_payloads_count_too()
    {
        _buffer.Put([Records.At(0, payload: new string('p', 60), key: new string('k', 40))]);
        Assert.True(_buffer.IsAboveHighMark);
        Assert.False(_buffer.IsBelowLowMark);

        _buffer.Take(1);
        Assert.False(_buffer.IsAboveHighMark);
        Assert.True(_buffer.IsBelowLowMark);
    }

    [Fact]
    public void Clearing_forgets_messages_bytes_and_the_end()
    {
        _buffer.Put([Records.At(0, payload: new string('p', 200))]);
        _buffer.PutEnd(1);

        _buffer.Clear();

        Assert.Equal(0, _buffer.Count);
        Assert.True(_buffer.IsBelowLowMark);
        Assert.Null(_buffer.TakeEnd());
    }

    [Fact]
    public void The_end_is_told_once_and_only_when_all_before_it_was_taken()
    {
        _buffer.Put(Records.From(0, 1));
        _buffer.PutEnd(2);
        Assert.Null(_buffer.TakeEnd());

        _buffer.Take(2);

        Assert.Equal(2, _buffer.TakeEnd());
        Assert.Null(_buffer.TakeEnd());
    }

    [Fact]
    public void An_end_behind_which_more_came_is_none()
    {
        _buffer.PutEnd(2);
        _buffer.Put(Records.From(2, 2));
        _buffer.Take(1);

        Assert.Null(_buffer.TakeEnd());
    }

    [Fact]
    public async Task What_is_put_wakes_the_worker()
    {
        Task wait = _buffer.WaitAsync(CancellationToken.None).AsTask();
        Assert.False(wait.IsCompleted);

        _buffer.Put(Records.From(0, 0));

        await wait;
    }

    [Fact]
    public async Task The_end_wakes_the_worker()
    {
        Task wait = _buffer.WaitAsync(CancellationToken.None).AsTask();
        Assert.False(wait.IsCompleted);

        _buffer.PutEnd(0);

        await wait;
    }

    [Fact]
    public void A_full_batch_is_not_waited_for()
    {
        _buffer.Put(Records.From(0, 2));

        Assert.True(_buffer.FillAsync(3, Second, _time, CancellationToken.None).AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Filling_ends_when_there_are_enough()
    {
        _buffer.Put(Records.From(0, 0));
        Task fill = _buffer.FillAsync(3, Second, _time, CancellationToken.None).AsTask();

        _buffer.Put(Records.From(1, 2));

        await fill;
        Assert.Equal(3, _buffer.Count);
    }

    [Fact]
    public void Filling_ends_when_the_buffer_is_full_and_no_more_can_come()
    {
        _buffer.Put(Records.From(0, 3));

        Assert.True(_buffer.FillAsync(9, Second, _time, CancellationToken.None).AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Room_that_is_given_counts_at_once()
    {
        _buffer.Put(Records.From(0, 3));
        Assert.True(_buffer.IsAboveHighMark);
        Task<bool> waits = Task.Run(() => _buffer.WaitForRoom(TimeSpan.FromMinutes(1)), TestContext.Current.CancellationToken);

        _buffer.Limits = new BufferLimits(HighCount: 8, LowCount: 2, HighBytes: 100, LowBytes: 25);

        Assert.True(await waits);
        Assert.False(_buffer.IsAboveHighMark);
    }

    [Fact]
    public async Task Filling_ends_when_the_time_is_over_however_often_something_came()
    {
        Pump pump = new();
        pump.Run(() => _buffer.Put(Records.From(0, 0)));
        Task fill = pump.Run(() => _buffer.FillAsync(9, Second, _time, CancellationToken.None).AsTask());
        for (int i = 1; i < 3; i++)
        {
            pump.Run(() => _time.Advance(Second / 4));
            pump.Run(() => _buffer.Put(Records.From(i, i)));
            Assert.False(fill.IsCompleted);
        }

        pump.Run(() => _time.Advance(Second / 2));

        Assert.True(fill.IsCompletedSuccessfully);
        await fill;
    }

    [Fact]
    public void The_oldest_waiting_message_tells_since_when_it_waits()
    {
        Assert.Null(_buffer.OldestTimestamp());

        _buffer.Put(Records.From(0, 1));

        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_767_225_600_123), _buffer.OldestTimestamp());
    }

    private static IEnumerable<long> Offsets(Message[] messages) => messages.Select(message => message.Offset.Value);
}
