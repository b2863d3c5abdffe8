using Kafka.Dlq.Processing;

namespace Kafka.Dlq.Tests.Unit.Framework.Processing;

public sealed class AttemptCounterTests
{
    [Fact]
    public void The_first_run_is_attempt_1() => Assert.Equal(1, new AttemptCounter(independent: false).Next);

    [Fact]
    public void Failures_of_a_streak_add_up_whatever_message_fails()
    {
        AttemptCounter attempts = new(independent: false);

        Assert.Equal(1, attempts.Failed(failing: 4, reach: 9));
        Assert.Equal(2, attempts.Failed(failing: 7, reach: 9));
        Assert.Equal(3, attempts.Next);
    }

    [Fact]
    public void An_independent_message_that_becomes_the_failing_one_starts_with_attempt_1()
    {
        AttemptCounter attempts = new(independent: true);

        Assert.Equal(1, attempts.Failed(failing: 4, reach: 9));
        Assert.Equal(2, attempts.Failed(failing: 4, reach: 9));
        Assert.Equal(1, attempts.Failed(failing: 7, reach: 9));
        Assert.Equal(2, attempts.Failed(failing: 7, reach: 9));
    }

    [Fact]
    public void Each_independent_streak_knows_when_it_began()
    {
        AttemptCounter attempts = new(independent: true);
        DateTimeOffset start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        attempts.Failed(failing: 10, reach: 10, start);
        attempts.Failed(failing: 3, reach: 3, start.AddSeconds(1));
        Assert.Equal(start.AddSeconds(1), attempts.FirstFailedAt);
        attempts.Failed(failing: 10, reach: 10, start.AddSeconds(2));

        Assert.Equal(start, attempts.FirstFailedAt);
    }

    [Fact]
    public void Streak_that_adds_up_began_with_its_first_failure()
    {
        AttemptCounter attempts = new(independent: false);
        DateTimeOffset start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        attempts.Failed(failing: 4, reach: 9, start);
        attempts.Failed(failing: 7, reach: 9, start.AddSeconds(1));
        Assert.Equal(start, attempts.FirstFailedAt);
        attempts.Succeeded(last: 9);
        attempts.Failed(failing: 12, reach: 12, start.AddSeconds(2));

        Assert.Equal(start.AddSeconds(2), attempts.FirstFailedAt);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_successful_run_ends_the_streak(bool independent)
    {
        AttemptCounter attempts = new(independent);
        attempts.Failed(failing: 4, reach: 9);

        attempts.Succeeded(last: 9);

        Assert.Equal(1, attempts.Next);
        Assert.Equal(1, attempts.Failed(failing: 4, reach: 9));
    }

    [Fact]
    public void A_dispatch_ends_the_streak()
    {
        AttemptCounter attempts = new(independent: false);
        attempts.Failed(failing: 4, reach: 9);

        attempts.Reset(given: 4);

        Assert.Equal(1, attempts.Failed(failing: 5, reach: 9));
    }

    [Fact]
    public void Healthy_batches_on_the_way_back_to_the_failure_do_not_end_the_streak()
    {
        AttemptCounter attempts = new(independent: false);
        attempts.Failed(failing: 10, reach: 14);

        attempts.Succeeded(last: 4);
        attempts.Succeeded(last: 13);
        Assert.Equal(2, attempts.Next);

        attempts.Succeeded(last: 14);
        Assert.Equal(1, attempts.Next);
    }

    [Fact]
    public void A_streak_reaches_as_far_as_its_farthest_failure()
    {
        AttemptCounter attempts = new(independent: false);
        attempts.Failed(failing: 10, reach: 14);
        attempts.Failed(failing: 3, reach: 6);

        attempts.Succeeded(last: 6);

        Assert.Equal(3, attempts.Next);
    }

    [Fact]
    public void A_new_streak_forgets_how_far_the_last_one_reached()
    {
        AttemptCounter attempts = new(independent: false);
        attempts.Failed(failing: 10, reach: 14);
        attempts.Succeeded(last: 14);
        attempts.Failed(failing: 3, reach: 6);

        attempts.Succeeded(last: 6);

        Assert.Equal(1, attempts.Next);
    }

    [Fact]
    public void A_batch_that_is_cut_differently_on_the_way_back_goes_on_with_the_count()
    {
        AttemptCounter attempts = new(independent: true);

        Assert.Equal(1, attempts.Failed(failing: 10, reach: 14));
        attempts.Succeeded(last: 2);
        Assert.Equal(2, attempts.Failed(failing: 3, reach: 12));
        attempts.Succeeded(last: 9);
        Assert.Equal(3, attempts.Failed(failing: 10, reach: 19));
    }

    [Fact]
    public void Messages_that_fail_in_turn_on_the_way_back_have_counts_of_their_own()
    {
        AttemptCounter attempts = new(independent: true);

        Assert.Equal(1, attempts.Failed(failing: 10, reach: 10));
        Assert.Equal(1, attempts.Failed(failing: 3, reach: 3));
        Assert.Equal((2, 2, 1), (attempts.NextOf(3, handled: 2), attempts.NextOf(10, handled: 9), attempts.NextOf(7, handled: 6)));
        attempts.Succeeded(last: 9);
        Assert.Equal(2, attempts.Failed(failing: 10, reach: 10));
    }

    [Fact]
    public void A_message_behind_one_that_was_given_up_keeps_its_count_and_the_rest_of_its_batch_starts_anew()
    {
        AttemptCounter attempts = new(independent: true);
        attempts.Failed(failing: 10, reach: 10);
        attempts.Failed(failing: 3, reach: 6);

        attempts.Reset(given: 3);

        Assert.Equal(1, attempts.Failed(failing: 4, reach: 6));
        Assert.Equal(2, attempts.Failed(failing: 10, reach: 10));
    }
}
