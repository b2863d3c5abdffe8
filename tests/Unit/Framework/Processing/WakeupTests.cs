using Kafka.Dlq.Processing;
using Kafka.Dlq.Tests.Unit.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Processing;

public sealed class WakeupTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Wakeup _wakeup = new();
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Wake_before_the_wait_is_not_lost()
    {
        _wakeup.Wake();

        Assert.True(_wakeup.WaitAsync(CancellationToken.None).AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public void Waking_twice_is_waking_once()
    {
        _wakeup.Wake();
        _wakeup.Wake();

        Assert.True(_wakeup.WaitAsync(CancellationToken.None).AsTask().IsCompletedSuccessfully);
        Assert.False(_wakeup.WaitAsync(CancellationToken.None).AsTask().IsCompleted);
    }

    [Fact]
    public async Task Wake_during_the_wait_ends_it()
    {
        Task<bool> wait = _wakeup.WaitAsync(Second, _time, CancellationToken.None).AsTask();
        Assert.False(wait.IsCompleted);

        _wakeup.Wake();

        Assert.True(await wait);
    }

    [Fact]
    public async Task Time_that_is_over_ends_the_wait_and_says_so()
    {
        Task<bool> wait = _wakeup.WaitAsync(Second, _time, CancellationToken.None).AsTask();
        _time.Advance(Second);

        Assert.False(await wait);
        Assert.Equal(0, _time.Waiting);
    }

    [Fact]
    public async Task A_wake_after_the_time_was_over_ends_the_next_wait()
    {
        Task<bool> wait = _wakeup.WaitAsync(Second, _time, CancellationToken.None).AsTask();
        _time.Advance(Second);
        Assert.False(await wait);

        _wakeup.Wake();

        Assert.True(await _wakeup.WaitAsync(Second, _time, CancellationToken.None));
    }

    [Fact]
    public async Task Cancellation_is_told_as_such()
    {
        using CancellationTokenSource stop = new();
        Task<bool> wait = _wakeup.WaitAsync(Second, _time, stop.Token).AsTask();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }
}
