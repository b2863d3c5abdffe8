using Kafka.Dlq.Processing;

namespace Kafka.Dlq.Tests.Unit.Framework.Processing;

public sealed class TurnsTests
{
    private readonly Turns _turns = new(places: 1);

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

    [Fact]
    public async Task As_many_are_in_as_there_are_places()
    {
        Turns turns = new(places: 2);
        await turns.WaitAsync(CancellationToken.None);
        await turns.WaitAsync(CancellationToken.None);
        Task third = turns.WaitAsync(CancellationToken.None);

        Assert.False(third.IsCompleted);
        Assert.Equal(1, turns.Waiting);
        turns.Release();
        await third;
        Assert.Equal(0, turns.Waiting);
    }

    [Fact]
    public async Task Place_that_is_owed_to_one_who_waits_is_not_taken_by_one_who_comes()
    {
        await _turns.WaitAsync(CancellationToken.None);
        Task waits = _turns.WaitAsync(CancellationToken.None);
        _turns.Release();

        Task comes = _turns.WaitAsync(CancellationToken.None);

        await waits;
        Assert.False(comes.IsCompleted);
    }

    [Fact]
    public async Task Turn_that_came_before_it_was_given_up_is_had()
    {
        using CancellationTokenSource giveUp = new();
        await _turns.WaitAsync(CancellationToken.None);
        Task second = _turns.WaitAsync(giveUp.Token);

        _turns.Release();
        await giveUp.CancelAsync();

        await second;
        Assert.False(_turns.Wait(TimeSpan.Zero, SystemThreads.Instance));
    }

    [Fact]
    public async Task Nobody_waits_when_all_have_given_up()
    {
        using CancellationTokenSource giveUp = new();
        await _turns.WaitAsync(CancellationToken.None);
        Task second = _turns.WaitAsync(giveUp.Token);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);

        Assert.Equal(0, _turns.Waiting);
        _turns.Release();

        Assert.True(_turns.Wait(TimeSpan.Zero, SystemThreads.Instance));
    }

    [Fact]
    public async Task One_who_waited_goes_on_on_the_scheduler_it_came_from()
    {
        TaskScheduler scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        await _turns.WaitAsync(CancellationToken.None);
        Task<TaskScheduler> waiting = Task.Factory.StartNew(WaitAsync, CancellationToken.None, TaskCreationOptions.None, scheduler).Unwrap();
        while (_turns.Waiting == 0)
        {
            await Task.Yield();
        }

        _turns.Release();

        Assert.Same(scheduler, await waiting);

        async Task<TaskScheduler> WaitAsync()
        {
            await _turns.WaitAsync(CancellationToken.None);
            return TaskScheduler.Current;
        }
    }

    [Fact]
    public async Task No_place_is_lost_or_given_twice_when_turns_are_given_up_while_they_come()
    {
        const int Places = 3;
        Turns turns = new(Places);
        int inside = 0;
        int most = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(ComeAndGoAsync)));

        Assert.InRange(most, 1, Places);
        Assert.Equal(0, turns.Waiting);
        Assert.All(Enumerable.Range(0, Places), _ => Assert.True(turns.Wait(TimeSpan.Zero, SystemThreads.Instance)));
        Assert.False(turns.Wait(TimeSpan.Zero, SystemThreads.Instance));

        async Task ComeAndGoAsync()
        {
            for (int i = 0; i < 500; i++)
            {
                using CancellationTokenSource giveUp = new();
                Task turn = turns.WaitAsync(giveUp.Token);
                Task givenUp = i % 2 == 0 ? giveUp.CancelAsync() : Task.CompletedTask;
                await turn.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await givenUp;
                if (turn.IsCompletedSuccessfully)
                {
                    KeepMost(Interlocked.Increment(ref inside));
                    await Task.Yield();
                    Interlocked.Decrement(ref inside);
                    turns.Release();
                }
            }
        }

        void KeepMost(int seen)
        {
            for (int known = most; known < seen; known = most)
            {
                Interlocked.CompareExchange(ref most, seen, known);
            }
        }
    }
}
