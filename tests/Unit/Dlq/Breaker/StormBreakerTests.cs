using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Tests.Unit.Support;

namespace Kafka.Dlq.Tests.Unit.Dlq.Breaker;

public sealed class StormBreakerTests
{
    private static readonly BreakerOptions Limits = new() { LettersPerMinute = 5, DistinctKeys = 3, MinimumRuns = 4, Window = TimeSpan.FromSeconds(10), ProbeInterval = TimeSpan.FromSeconds(2) };

    private readonly ManualTimeProvider _time = new();
    private readonly StormBreaker _breaker;

    public StormBreakerTests() => _breaker = new StormBreaker(Limits, _time);

    [Fact]
    public void Breaker_opens_when_many_keys_fail_alike_and_nothing_ends_well_however_slowly()
    {
        Assert.Null(_breaker.Failed("down", 1));
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Null(_breaker.Failed("down", 2));
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Contains("no run has ended well", _breaker.Failed("down", 3), StringComparison.Ordinal);
        Assert.Equal(BreakerState.Open, _breaker.State);
    }

    [Fact]
    public void Breaker_stays_closed_when_runs_end_well_between()
    {
        for (int i = 0; i < 1_000; i++)
        {
            _breaker.Succeeded();
            _breaker.Succeeded();
            Assert.Null(_breaker.Failed("down", i));
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.Equal(BreakerState.Closed, _breaker.State);
    }

    [Fact]
    public void Breaker_opens_at_the_share_of_failures_though_some_runs_end_well()
    {
        string? why = null;
        for (int i = 0; i < 10 && why is null; i++)
        {
            _breaker.Succeeded();
            why = _breaker.Failed("down", i);
        }

        Assert.Contains("of 6 runs failed", why, StringComparison.Ordinal);
    }

    [Fact]
    public void Share_counts_only_what_lies_in_the_window()
    {
        _breaker.Failed("down", 1);
        _breaker.Failed("down", 2);
        _breaker.Succeeded();
        _time.Advance(TimeSpan.FromSeconds(11));
        _breaker.Succeeded();

        Assert.Null(_breaker.Failed("down", 3));
        Assert.Equal(BreakerState.Closed, _breaker.State);
    }

    [Fact]
    public void Different_failures_are_no_storm()
    {
        for (int i = 0; i < 100; i++)
        {
            Assert.Null(_breaker.Failed($"bug {i}", i));
        }
    }

    [Fact]
    public void Letter_beyond_the_cap_waits_until_the_oldest_is_a_minute_old()
    {
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(LetterLeaveKind.Given, _breaker.TakeLetter("bad").Kind);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(new LetterLeave(LetterLeaveKind.NoRoom, TimeSpan.FromSeconds(55)), _breaker.TakeLetter("bad"));
        _time.Advance(TimeSpan.FromSeconds(55));
        Assert.Equal(LetterLeaveKind.Given, _breaker.TakeLetter("bad").Kind);
        Assert.Equal(LetterLeaveKind.NoRoom, _breaker.TakeLetter("bad").Kind);
    }

    [Fact]
    public void Cap_opens_the_breaker_when_many_keys_failed_alike()
    {
        for (int i = 0; i < 5; i++)
        {
            _breaker.Succeeded();
            _breaker.Succeeded();
            Assert.Null(_breaker.Failed("down", i));
            Assert.Equal(LetterLeaveKind.Given, _breaker.TakeLetter("down").Kind);
        }

        LetterLeave leave = _breaker.TakeLetter("down");
        Assert.Equal(LetterLeaveKind.Held, leave.Kind);
        Assert.Contains("5 messages were given up", leave.Opened, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_breaker_has_one_message_tried_at_each_interval_and_closes_when_it_is_handled()
    {
        Open();
        Assert.False(_breaker.TryBeginProbe(out TimeSpan wait));
        Assert.Equal(TimeSpan.FromSeconds(2), wait);
        Assert.Equal(LetterLeaveKind.Held, _breaker.TakeLetter("down").Kind);

        _time.Advance(wait);
        Assert.True(_breaker.TryBeginProbe(out _));
        Assert.False(_breaker.TryBeginProbe(out wait));
        Assert.Equal(Timeout.InfiniteTimeSpan, wait);
        Assert.Null(_breaker.EndProbe(ProbeResult.Failed));
        Assert.False(_breaker.TryBeginProbe(out wait));

        _time.Advance(wait);
        Assert.True(_breaker.TryBeginProbe(out _));
        Assert.Equal(TimeSpan.FromSeconds(4), _breaker.EndProbe(ProbeResult.Handled));
        Assert.Equal(BreakerState.Closed, _breaker.State);
        Assert.Null(_breaker.Failed("down", 9));
    }

    [Fact]
    public void Try_that_was_cut_off_may_be_repeated_at_once()
    {
        Open();
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(_breaker.TryBeginProbe(out _));

        Assert.Null(_breaker.EndProbe(ProbeResult.CutOff));
        Assert.True(_breaker.TryBeginProbe(out _));
    }

    [Fact]
    public void Run_that_began_before_it_opened_does_not_close_it()
    {
        Open();
        _breaker.Succeeded();

        Assert.Equal(BreakerState.Open, _breaker.State);
    }

    [Fact]
    public void Message_that_was_tried_often_enough_may_go_while_it_is_open_within_the_cap()
    {
        Open();

        Assert.All(Enumerable.Range(0, 5), _ => Assert.Equal(LetterLeaveKind.Given, _breaker.TakeLetter("down", isProbed: true).Kind));
        Assert.Equal(LetterLeaveKind.NoRoom, _breaker.TakeLetter("down", isProbed: true).Kind);
    }

    private void Open()
    {
        for (int i = 0; i < 3; i++)
        {
            _breaker.Failed("down", i);
        }
    }
}
