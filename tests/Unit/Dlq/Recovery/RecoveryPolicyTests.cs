using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq.Tests.Unit.Dlq.Recovery;

public sealed class RecoveryPolicyTests
{
    private static readonly Exception Ordinary = new InvalidOperationException("no such customer");
    private static readonly Exception Fatal = new CriticalConsumerException("disk gone");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_revoked_partition_is_left_alone_even_with_a_critical_error(bool critical) =>
        Assert.IsType<RecoveryAction.Nothing>(Decide(Queue(maxRetries: 0), new Failure(critical ? Fatal : Ordinary, ErrorKind.Consume, 9) { IsRevoked = true }));

    [Fact]
    public void A_run_cancelled_by_the_stop_is_no_failure() =>
        Assert.IsType<RecoveryAction.Nothing>(Decide(Queue(maxRetries: 0), new Failure(new OperationCanceledException(), ErrorKind.Consume, 9) { IsCancelled = true }));

    [Fact]
    public void A_cancellation_of_the_users_own_is_a_failure_like_others() =>
        Assert.IsType<RecoveryAction.DeadLetter>(Decide(Queue(maxRetries: 0), new Failure(new OperationCanceledException(), ErrorKind.Consume, 1)));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 50)]
    [InlineData(3, 1)]
    public void A_critical_error_stops_the_host_and_is_never_dispatched(int maxRetries, int attempt)
    {
        RecoveryAction action = Decide(Queue(maxRetries), new Failure(Fatal, ErrorKind.Consume, attempt));

        Assert.IsType<RecoveryAction.Stop>(action);
    }

    [Theory]
    [InlineData(2, 1, 1)]
    [InlineData(2, 2, 2)]
    [InlineData(3, 3, 4)]
    public void Retries_that_are_left_are_taken_after_a_wait(int maxRetries, int attempt, int seconds) =>
        Assert.Equal(new RecoveryAction.Retry(TimeSpan.FromSeconds(seconds)), Decide(Queue(maxRetries), new Failure(Ordinary, ErrorKind.Consume, attempt)));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 3)]
    [InlineData(2, 4)]
    [InlineData(int.MaxValue - 1, int.MaxValue)]
    public void A_message_is_dispatched_after_one_run_more_than_retries(int maxRetries, int attempt) =>
        Assert.Equal(new RecoveryAction.DeadLetter("orders.dlq"), Decide(Queue(maxRetries), new Failure(Ordinary, ErrorKind.Consume, attempt)));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 30)]
    [InlineData(int.MaxValue, 30)]
    public void Without_a_dead_letter_queue_a_message_is_retried_for_ever(int attempt, int seconds) =>
        Assert.Equal(new RecoveryAction.Retry(TimeSpan.FromSeconds(seconds)), Decide(null, new Failure(Ordinary, ErrorKind.Consume, attempt)));

    [Theory]
    [InlineData(ErrorKind.Deserialization)]
    [InlineData(ErrorKind.Timeout)]
    public void The_kind_of_error_changes_nothing(ErrorKind kind)
    {
        Assert.IsType<RecoveryAction.Retry>(Decide(Queue(maxRetries: 1), new Failure(Ordinary, kind, 1)));
        Assert.IsType<RecoveryAction.DeadLetter>(Decide(Queue(maxRetries: 1), new Failure(Ordinary, kind, 2)));
    }

    [Fact]
    public void Without_a_topic_a_message_is_skipped_when_its_retries_are_used_up()
    {
        DeadLetterQueueSettings none = Queue(maxRetries: 1) with { Topic = null, IsNone = true };

        Assert.IsType<RecoveryAction.Retry>(Decide(none, new Failure(Ordinary, ErrorKind.Consume, 1)));
        Assert.IsType<RecoveryAction.Skip>(Decide(none, new Failure(Ordinary, ErrorKind.Consume, 2)));
    }

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(3, 3, 4)]
    [InlineData(4, 7, 3)]
    [InlineData(4, 9.5, 0.5)]
    [InlineData(4, 9.4996, 0.501)]
    public void Time_budget_shortens_the_last_wait_so_that_the_last_run_comes_at_its_end(int attempt, double elapsed, double seconds) =>
        Assert.Equal(
            new RecoveryAction.Retry(TimeSpan.FromSeconds(seconds)),
            Decide(Queue(int.MaxValue) with { RetryFor = TimeSpan.FromSeconds(10) }, new Failure(Ordinary, ErrorKind.Consume, attempt) { Elapsed = TimeSpan.FromSeconds(elapsed) }));

    [Theory]
    [InlineData(int.MaxValue, 2, 10)]
    [InlineData(int.MaxValue, 2, 11)]
    [InlineData(int.MaxValue, 2, 9.9995)]
    [InlineData(2, 3, 1)]
    public void Message_is_given_up_when_its_time_or_its_retries_are_used_up(int maxRetries, int attempt, double elapsed) =>
        Assert.Equal(
            new RecoveryAction.DeadLetter("orders.dlq"),
            Decide(Queue(maxRetries) with { RetryFor = TimeSpan.FromSeconds(10) }, new Failure(Ordinary, ErrorKind.Consume, attempt) { Elapsed = TimeSpan.FromSeconds(elapsed) }));

    [Fact]
    public void The_wait_is_shortened_by_the_sample_of_the_jitter()
    {
        RecoverySettings settings = new(new PauseOptions { Jitter = 1 }, null, CriticalErrors.Default);

        Assert.Equal(new RecoveryAction.Retry(TimeSpan.FromSeconds(0.75)), RecoveryPolicy.Decide(settings, new Failure(Ordinary, ErrorKind.Consume, 1), 0.25));
    }

    private static RecoveryAction Decide(DeadLetterQueueSettings? queue, Failure failure) =>
        RecoveryPolicy.Decide(new RecoverySettings(new PauseOptions(), queue, CriticalErrors.Default), failure, 0);

    private static DeadLetterQueueSettings Queue(int maxRetries) => new("orders.dlq", maxRetries);
}
