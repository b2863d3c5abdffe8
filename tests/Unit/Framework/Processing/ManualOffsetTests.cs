using Kafka.Dlq.Tests.Unit.Framework.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Processing;

/// <summary>With manual offset management nothing is marked but by the user, and a retry begins at the first unmarked offset.</summary>
public sealed class ManualOffsetTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_good_run_marks_nothing_and_goes_on()
    {
        using PartitionScene scene = new(topic => topic.ManualOffsetManagement().MaxMessages(5));
        scene.Script.Batch = (_, _) => Task.CompletedTask;

        scene.Start(Records.From(0, 14));

        Assert.Equal(["0-4 #1", "5-9 #1", "10-14 #1"], scene.Script.Runs);
        Assert.Null(scene.Offsets.Committable);
    }

    [Fact]
    public void A_failure_after_unmarked_batches_goes_back_to_the_first_unmarked_offset()
    {
        using PartitionScene scene = new(topic => topic.ManualOffsetManagement().MaxMessages(5));
        int failures = 0;
        scene.Script.Batch = (consumer, _) => consumer.Batch.Any(message => message.Offset.Value == 7) && failures++ == 0 ? throw new InvalidOperationException("bad") : Task.CompletedTask;

        scene.Start(Records.From(0, 9));
        scene.Advance(Second);

        Assert.Equal([0], scene.Seeker.Seeks);
        Assert.Equal(["0-4 #1", "5-9 #1", "0-4 #2", "5-9 #2"], scene.Script.Runs);
    }

    [Fact]
    public void A_bad_message_behind_unmarked_batches_uses_up_its_retries_all_the_same()
    {
        using PartitionScene scene = new(topic => topic.ManualOffsetManagement().MaxMessages(6).DeadLetterQueue("orders.dlq", maxRetries: 1));
        scene.Script.Batch = (consumer, _) => consumer.Batch.Any(message => message.Offset.Value == 10) ? throw new InvalidOperationException("bad") : Task.CompletedTask;

        scene.Start(Records.From(0, 23));
        for (int i = 0; i < 20; i++)
        {
            scene.Advance(Second);
        }

        Assert.Contains(10, scene.Producer.Offsets);
        Assert.EndsWith("23 #1", scene.Script.Runs[^1], StringComparison.Ordinal);
        Assert.Null(scene.Offsets.Committable);
    }

    [Fact]
    public void A_partition_that_fails_for_ever_is_failing_also_while_unmarked_batches_before_it_succeed_again()
    {
        using PartitionScene scene = new(topic => topic.ManualOffsetManagement().MaxMessages(5));
        scene.Script.Batch = (consumer, _) => consumer.Batch.Any(message => message.Offset.Value == 7) ? throw new InvalidOperationException("bad") : Task.CompletedTask;

        scene.Start(Records.From(0, 9));
        DateTimeOffset? since = scene.Worker.Assignment.FailingSince;
        scene.Advance(Second);
        scene.Advance(Second * 2);

        Assert.Equal(["0-4 #1", "5-9 #1", "0-4 #2", "5-9 #2", "0-4 #3", "5-9 #3"], scene.Script.Runs);
        Assert.NotNull(since);
        Assert.Equal(since, scene.Worker.Assignment.FailingSince);
    }

    [Fact]
    public void A_partition_is_failing_no_more_when_the_failing_place_was_passed()
    {
        using PartitionScene scene = new(topic => topic.ManualOffsetManagement().MaxMessages(5));
        int failures = 0;
        scene.Script.Batch = (consumer, _) => consumer.Batch.Any(message => message.Offset.Value == 7) && failures++ == 0 ? throw new InvalidOperationException("bad") : Task.CompletedTask;

        scene.Start(Records.From(0, 9));
        scene.Advance(Second);

        Assert.Null(scene.Worker.Assignment.FailingSince);
    }

    [Fact]
    public void A_dispatch_moves_the_cursor_and_marks_only_when_that_is_asked_for()
    {
        using PartitionScene asked = new(topic => topic.ManualOffsetManagement().DeadLetterQueue("orders.dlq", maxRetries: 0, markAfterDispatch: true));
        using PartitionScene silent = new(topic => topic.ManualOffsetManagement().DeadLetterQueue("orders.dlq", maxRetries: 0));
        foreach (PartitionScene scene in new[] { asked, silent })
        {
            scene.Script.Batch = (consumer, _) => consumer.Batch.First.Offset.Value == 0 ? throw new InvalidOperationException("bad") : Task.CompletedTask;
            scene.Start(Records.From(0, 4));
            Assert.Equal(["0-4 #1", "1-4 #1"], scene.Script.Runs);
            Assert.Equal(1, scene.Offsets.Cursor);
        }

        Assert.Equal(1, asked.Offsets.Committable);
        Assert.Null(silent.Offsets.Committable);
    }

    [Fact]
    public void A_consumer_of_single_messages_marks_nothing_by_itself()
    {
        using PartitionScene scene = new(topic => topic.ManualOffsetManagement(), typeof(SingleConsumer));

        scene.Start(Records.From(0, 3));

        Assert.Equal(["0 #1", "1 #1", "2 #1", "3 #1"], scene.Script.Runs);
        Assert.Null(scene.Offsets.Committable);
    }

    [Fact]
    public void A_consumer_of_single_messages_sees_the_attempt_that_is_counted_when_its_retry_begins_farther_back()
    {
        using PartitionScene scene = new(topic => topic.ManualOffsetManagement().DeadLetterQueue("orders.dlq", maxRetries: 1), typeof(SingleConsumer));
        List<(long Offset, bool Last)> lasts = [];
        scene.Script.Single = (consumer, message, _) =>
        {
            lasts.Add((message.Offset.Value, consumer.IsLastAttempt));
            return message.Offset.Value == 2 ? throw new InvalidOperationException("bad") : Task.CompletedTask;
        };

        scene.Start(Records.From(0, 3));
        scene.Advance(Second);

        Assert.Equal(["0 #1", "1 #1", "2 #1", "0 #2", "1 #2", "2 #2", "3 #1"], scene.Script.Runs);
        Assert.Equal("2", scene.Producer.Taken.Single().Header("dlq.attempts"));
        Assert.Contains((2, true), lasts);
        Assert.DoesNotContain((3, true), lasts);
    }
}
