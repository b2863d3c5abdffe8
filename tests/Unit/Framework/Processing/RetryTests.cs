using Kafka.Dlq.Processing;
using Kafka.Dlq.Tests.Unit.Framework.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Processing;

/// <summary>A failed run is repeated from the cursor, out of memory, after the back-off, and marks nothing by itself.</summary>
public sealed class RetryTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_good_run_marks_the_last_message()
    {
        using PartitionScene scene = new();
        scene.Script.Batch = (_, _) => Task.CompletedTask;

        scene.Start(Records.From(0, 9));

        Assert.Equal(["0-9 #1"], scene.Script.Runs);
        Assert.Equal(10, scene.Offsets.Committable);
        Assert.Equal(["consume 0-9 #1", "consumed 0-9 #1"], scene.Events);
    }

    [Fact]
    public void A_batch_holds_no_more_than_the_topics_bound()
    {
        using PartitionScene scene = new(topic => topic.MaxMessages(4));

        scene.Start(Records.From(0, 9));

        Assert.Equal(["0-3 #1", "4-7 #1", "8-9 #1"], scene.Script.Runs);
    }

    [Fact]
    public void A_batch_is_waited_for_until_it_is_full_or_the_time_is_over()
    {
        using PartitionScene scene = new(topic => topic.MaxMessages(4).MaxWaitTime(Second));
        scene.Start(Records.From(0, 1));
        Assert.Empty(scene.Script.Runs);

        scene.Arrive(Records.From(2, 4));
        Assert.Equal(["0-3 #1"], scene.Script.Runs);

        scene.Advance(Second);
        Assert.Equal(["0-3 #1", "4-4 #1"], scene.Script.Runs);
    }

    [Fact]
    public void A_failed_run_is_repeated_after_the_back_off_from_the_first_unmarked_message()
    {
        using PartitionScene scene = new();
        FailAt(scene, offset: 4, times: 1);

        scene.Start(Records.From(0, 9));
        scene.Advance(Second - TimeSpan.FromMilliseconds(1));
        Assert.Equal(["0-9 #1"], scene.Script.Runs);
        Assert.Equal(4, scene.Offsets.Committable);

        scene.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(["0-9 #1", "4-9 #2"], scene.Script.Runs);
        Assert.Equal(10, scene.Offsets.Committable);
        Assert.Equal(["consume 0-9 #1", "error Consume 4 #1", "back-off 1 s at 4", "retry 4 #2", "consume 4-9 #2", "consumed 4-9 #2"], scene.Events);
    }

    [Fact]
    public void A_retry_fetches_nothing_again()
    {
        using PartitionScene scene = new();
        FailAt(scene, offset: 4, times: 3);

        scene.Start(Records.From(0, 9));
        Wait(scene, 1, 2, 4);

        Assert.Equal(["0-9 #1", "4-9 #2", "4-9 #3", "4-9 #4"], scene.Script.Runs);
        Assert.Empty(scene.Seeker.Seeks);
    }

    [Fact]
    public void A_retry_behind_a_gap_of_offsets_fetches_nothing_again_either()
    {
        // The marker of a transaction takes an offset that no consumer sees, here 10.
        using PartitionScene scene = new();
        scene.Start(Records.From(0, 9));
        FailAt(scene, offset: 11, times: 1);

        scene.Arrive(Records.From(11, 14));
        scene.Advance(Second);

        Assert.Equal(["0-9 #1", "11-14 #1", "11-14 #2"], scene.Script.Runs);
        Assert.Empty(scene.Seeker.Seeks);
    }

    [Fact]
    public void Without_a_dead_letter_queue_a_message_is_retried_for_ever_with_growing_waits_up_to_the_cap()
    {
        using PartitionScene scene = new();
        FailAt(scene, offset: 0, times: int.MaxValue);

        scene.Start(Records.From(0, 0));
        Wait(scene, 1, 2, 4, 8, 16, 30, 30, 30);

        Assert.Equal("0-0 #9", scene.Script.Runs[^1]);
        Assert.Equal([1, 2, 4, 8, 16, 30, 30, 30, 30], scene.Told<ConsumingPause>().Select(pause => pause.Duration.TotalSeconds));
        Assert.Null(scene.Offsets.Committable);
        Assert.Empty(scene.Producer.Taken);
    }

    [Fact]
    public void A_topic_may_have_a_back_off_of_its_own()
    {
        using PartitionScene scene = new(topic => topic.Pause(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5)));
        FailAt(scene, offset: 0, times: 2);

        scene.Start(Records.From(0, 0));
        Wait(scene, 3, 5);

        Assert.Equal(["0-0 #1", "0-0 #2", "0-0 #3"], scene.Script.Runs);
    }

    [Fact]
    public void A_success_sets_the_count_to_0()
    {
        using PartitionScene scene = new();
        FailAt(scene, offset: 1, times: 1);
        scene.Start(Records.From(0, 2));
        Wait(scene, 1);
        FailAt(scene, offset: 4, times: 1);

        scene.Arrive(Records.From(3, 5));

        Assert.Equal("error Consume 4 #1", scene.Events.Last(text => text.StartsWith("error", StringComparison.Ordinal)));
    }

    [Fact]
    public void Marking_an_older_message_moves_the_retry_back_to_there()
    {
        using PartitionScene scene = new();
        scene.Script.Batch = (consumer, _) =>
        {
            consumer.Mark(consumer.Batch.Last);
            consumer.Mark(consumer.Batch[1]);
            return consumer.IsRetrying ? Task.CompletedTask : throw new InvalidOperationException("bad");
        };

        scene.Start(Records.From(0, 9));
        Wait(scene, 1);

        Assert.Equal(["0-9 #1", "2-9 #2"], scene.Script.Runs);
    }

    [Fact]
    public void What_an_older_mark_takes_back_is_handled_again_before_anything_behind_it_is_given_up()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 0));
        Message? older = null;
        bool hasTakenBack = false;
        scene.Script.Batch = (consumer, _) =>
        {
            older ??= consumer.Batch[1];
            if (consumer.Batch.First.Offset < 5)
            {
                return Task.CompletedTask;
            }

            if (!hasTakenBack)
            {
                hasTakenBack = true;
                consumer.Mark(older);
            }

            throw new InvalidOperationException("bad");
        };

        scene.Start(Records.From(0, 4));
        scene.Arrive(Records.From(5, 9));

        Assert.Equal(["0-4 #1", "5-9 #1"], scene.Script.Runs);
        Assert.Empty(scene.Producer.Taken);
        Assert.Equal(2, scene.Offsets.Committable);
        Wait(scene, 1);
        Assert.Equal([2L], scene.Seeker.Seeks);
    }

    [Fact]
    public void The_partition_tells_since_when_it_fails_until_it_gets_on()
    {
        using PartitionScene scene = new();
        DateTimeOffset start = scene.Time.GetUtcNow();
        FailAt(scene, offset: 0, times: 2);
        scene.Start(Records.From(0, 0));
        Wait(scene, 1);
        Assert.Equal(start, scene.Worker.Assignment.FailingSince);

        Wait(scene, 2);

        Assert.Null(scene.Worker.Assignment.FailingSince);
    }

    [Fact]
    public void A_consumer_that_cannot_be_made_is_made_again_after_the_back_off_and_loses_no_message()
    {
        using PartitionScene scene = new();
        int made = 0;
        scene.Script.Made = () =>
        {
            if (made++ < 2)
            {
                throw new InvalidOperationException("no database");
            }
        };

        scene.Start(Records.From(0, 3));
        Wait(scene, 1, 2);

        Assert.Equal(["0-3 #1"], scene.Script.Runs);
        Assert.Equal(2, scene.Told<ErrorOccurred>().Count(error => error.Type == ErrorType.Initialized));
    }

    [Fact]
    public void Back_off_holds_no_slot_of_the_limit()
    {
        Turns slots = new(places: 1);
        using PartitionScene scene = new(slots: slots);
        FailAt(scene, offset: 0, times: 1);

        scene.Start(Records.From(0, 0));

        Assert.Equal(1, slots.Free);
    }

    [Fact]
    public void A_run_waits_for_a_slot_of_the_limit()
    {
        Turns slots = new(places: 0);
        using PartitionScene scene = new(slots: slots);
        scene.Start(Records.From(0, 0));
        Assert.Empty(scene.Script.Runs);

        slots.Release();
        scene.Until(() => scene.Script.Runs.Count == 1, "the run");

        Assert.Equal(["0-0 #1"], scene.Script.Runs);
    }

    private static void FailAt(PartitionScene scene, long offset, int times)
    {
        int failed = 0;
        scene.Script.Batch = (consumer, _) =>
        {
            foreach (Message message in consumer.Batch)
            {
                if (message.Offset.Value == offset && failed++ < times)
                {
                    throw new InvalidOperationException("bad");
                }

                consumer.Mark(message);
            }

            return Task.CompletedTask;
        };
    }

    private static void Wait(PartitionScene scene, params int[] seconds)
    {
        foreach (int wait in seconds)
        {
            scene.Advance(TimeSpan.FromSeconds(wait));
        }
    }
}
