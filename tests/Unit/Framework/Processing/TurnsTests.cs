using Kafka.Dlq.Processing;

namespace Kafka.Dlq.Tests.Unit.Framework.Processing;

public sealed class TurnsTests
{
    private readonly Turns _turns = new();

    [Fact]
    public async Task Free_turn_is_taken_at_once()
    {
        Task turn = _turns.WaitAsync(CancellationToken.None);

        Assert.True(turn.IsCompletedSuccessfully);
        await turn;
    }

    [Fact]
    public async Task Turns_come_in_the_order_in_which_they_were_asked_for()
    {
        await _turns.WaitAsync(CancellationToken.None);
        Task second = _turns.WaitAsync(CancellationToken.None);
        Task third = _turns.WaitAsync(CancellationToken.None);

        Assert.False(second.IsCompleted);
        _turns.Release();
        await second;
        Assert.False(third.IsCompleted);
        _turns.Release();
        await third;
    }

    [Fact]
    public async Task Turn_that_was_given_up_is_passed_over()
    {
        using CancellationTokenSource giveUp = new();
        await _turns.WaitAsync(CancellationToken.None);
        Task second = _turns.WaitAsync(giveUp.Token);
        Task third = _turns.WaitAsync(CancellationToken.None);

        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        _turns.Release();

        await third;
    }

    [Fact]
    public async Task Blocking_wait_ends_when_its_time_is_over_and_takes_no_turn()
    {
        await _turns.WaitAsync(CancellationToken.None);

        Assert.False(_turns.Wait(TimeSpan.FromMilliseconds(1), SystemThreads.Instance));
        _turns.Release();

        Assert.True(_turns.Wait(TimeSpan.Zero, SystemThreads.Instance));
    }

    [Fact]
    public async Task Blocking_wait_ends_when_the_turn_comes()
    {
        await _turns.WaitAsync(CancellationToken.None);
        Task<bool> waiting = Task.Run(() => _turns.Wait(TimeSpan.FromMinutes(1), SystemThreads.Instance));

        _turns.Release();

        Assert.True(await waiting);
    }

    [Fact]
    public async Task Cancelled_caller_gets_no_turn()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _turns.WaitAsync(new CancellationToken(canceled: true)));

        Assert.True(_turns.Wait(TimeSpan.Zero, SystemThreads.Instance));
    }
}
