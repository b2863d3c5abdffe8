using Confluent.Kafka;
using Kafka.Dlq.Consuming;
using Kafka.Dlq.Tests.Unit.Framework.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Consuming;

public sealed class RunTests
{
    [Theory]
    [InlineData(1, 3, false)]
    [InlineData(3, 3, true)]
    [InlineData(4, 3, true)]
    [InlineData(9, null, false)]
    public void The_last_attempt_is_the_one_before_the_dead_letter_queue_and_never_comes_without_one(int attempt, int? last, bool expected) =>
        Assert.Equal(expected, new Run(Batch(), attempt, last).IsLastAttempt);

    [Fact]
    public void It_is_redirected_by_a_pause_or_a_seek_and_a_pause_can_be_taken_back()
    {
        Run run = new(Batch(), 1, null);
        Assert.False(run.IsRedirected);

        run.RequestPause(new PauseRequest(TimeSpan.Zero, null));
        Assert.True(run.IsRedirected);

        run.RequestPause(null);
        Assert.False(run.IsRedirected);

        run.RequestSeek(Offset.Beginning);
        Assert.True(run.IsRedirected);
    }

    [Fact]
    public void Later_requests_replace_earlier_ones()
    {
        Run run = new(Batch(), 1, null);
        run.RequestSeek(3);
        run.RequestSeek(7);
        run.RequestPause(new PauseRequest(TimeSpan.FromSeconds(1), null));
        run.RequestPause(new PauseRequest(TimeSpan.FromSeconds(2), 9));

        Assert.Equal(7, run.SeekTo);
        Assert.Equal(new PauseRequest(TimeSpan.FromSeconds(2), 9), run.Pause);
    }

    [Fact]
    public void A_single_message_is_known_while_it_is_handled()
    {
        Run run = new(Batch(), 1, null);
        run.Begin(run.Messages[0]);
        Assert.Equal((0L, (long?)null), (run.Current!.Offset.Value, run.Completed?.Offset.Value));

        run.Complete(run.Messages[0]);
        Assert.Null(run.Current);
        Assert.Equal(0, run.Completed!.Offset.Value);
    }

    [Fact]
    public void What_is_asked_for_between_runs_is_each_partitions_own()
    {
        Run.Between().RequestSeek(5);

        Assert.False(Run.Between().IsRedirected);
    }

    private static MessageBatch Batch() => new(Records.From(0, 2));
}
