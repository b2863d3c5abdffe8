using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq.Tests.Unit.Dlq.Recovery;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(4, 8)]
    [InlineData(5, 16)]
    [InlineData(6, 30)]
    [InlineData(7, 30)]
    public void Default_waits_double_up_to_the_cap(int retry, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Backoff.Delay(new PauseOptions(), retry, 0));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public void Without_exponential_back_off_each_wait_is_the_first(int retry) =>
        Assert.Equal(TimeSpan.FromSeconds(1), Backoff.Delay(new PauseOptions { ExponentialBackoff = false }, retry, 0));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_cap_below_the_first_wait_wins(bool exponential)
    {
        PauseOptions pause = new() { Timeout = TimeSpan.FromSeconds(5), MaxTimeout = TimeSpan.FromSeconds(2), ExponentialBackoff = exponential };

        Assert.Equal(TimeSpan.FromSeconds(2), Backoff.Delay(pause, 1, 0));
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1_000)]
    [InlineData(int.MaxValue)]
    public void Huge_retry_numbers_wait_the_cap(int retry) =>
        Assert.Equal(TimeSpan.FromSeconds(30), Backoff.Delay(new PauseOptions(), retry, 0));

    [Fact]
    public void Waits_never_shrink_from_one_retry_to_the_next_whatever_the_cap()
    {
        PauseOptions pause = new() { Timeout = TimeSpan.FromTicks(1), MaxTimeout = TimeSpan.MaxValue };

        TimeSpan[] waits = [.. Enumerable.Range(1, 200).Select(retry => Backoff.Delay(pause, retry, 0))];

        Assert.Equal(waits.Order(), waits);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public void A_first_wait_of_zero_retries_at_once_every_time(int retry) =>
        Assert.Equal(TimeSpan.Zero, Backoff.Delay(new PauseOptions { Timeout = TimeSpan.Zero }, retry, 1));

    [Theory]
    [InlineData(0, 8)]
    [InlineData(0.5, 7)]
    [InlineData(1, 6)]
    [InlineData(17, 6)]
    [InlineData(-1, 8)]
    [InlineData(double.NaN, 8)]
    public void Jitter_shortens_a_wait_by_at_most_its_fraction(double sample, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Backoff.Delay(new PauseOptions { Jitter = 0.25 }, 4, sample));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Retries_are_counted_from_one(int retry) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Backoff.Delay(new PauseOptions(), retry, 0));
}
