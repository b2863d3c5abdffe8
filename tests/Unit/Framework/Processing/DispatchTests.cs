using Confluent.Kafka;
using Kafka.Dlq.Tests.Unit.Framework.Support;
using Kafka.Dlq.Tests.Unit.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Processing;

/// <summary>When retries are used up, the failing message is dispatched, told, marked, and the batch goes on behind it.</summary>
public sealed class DispatchTests
{
    [Fact]
    public void Total_runs_before_a_dispatch_are_retries_plus_one()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 2));
        Bad(scene, 4);

        scene.Start(Records.From(0, 9));
        Wait(scene, 1, 2);

        Assert.Equal(["0-9 #1", "4-9 #2", "4-9 #3", "5-9 #1"], scene.Script.Runs);
        Assert.Equal([4], scene.Producer.Offsets);
        Assert.Equal(10, scene.Offsets.Committable);
        Assert.Empty(scene.Seeker.Seeks);
    }

    [Fact]
    public void Without_retries_the_first_failure_is_dispatched()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 0));
        Bad(scene, 0);

        scene.Start(Records.From(0, 2));

        Assert.Equal(["0-2 #1", "1-2 #1"], scene.Script.Runs);
    }

    [Fact]
    public void Events_come_in_the_order_of_the_rule_and_a_run_that_threw_is_not_told_as_consumed()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 0));
        Bad(scene, 0);

        scene.Start(Records.From(0, 0));

        Assert.Equal(["consume 0-0 #1", "error Consume 0 #1", "dispatched 0 after 1", "delivered 0"], scene.Events);
    }

    [Fact]
    public void Marking_follows_the_event_of_the_dispatch()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 0));
        Bad(scene, 0);
        long? marked = -1;
        scene.Monitor.Subscribe<DeadLetterDispatched>(_ => marked = scene.Offsets.Committable);

        scene.Start(Records.From(0, 0));

        Assert.Null(marked);
        Assert.Equal(1, scene.Offsets.Committable);
    }

    [Fact]
    public void The_letter_tells_attempts_times_and_the_consumer()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 1));
        Bad(scene, 0);

        scene.Start(Records.From(0, 0));
        Wait(scene, 1);

        FakeProducer.Sent letter = Assert.Single(scene.Producer.Taken);
        Assert.Equal("orders.dlq", letter.Target.Topic);
        Assert.Equal("2", letter.Header("dlq.attempts"));
        Assert.Equal("consume", letter.Header("dlq.error.kind"));
        Assert.NotEqual(letter.Header("dlq.first_failed_at"), letter.Header("dlq.failed_at"));
        Assert.Equal(typeof(BatchConsumer).FullName, letter.Header("dlq.consumer"));
    }

    [Fact]
    public void A_consumer_that_marks_nothing_gives_up_the_head_of_the_batch_until_the_bad_message_is_reached()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 0));
        scene.Script.Batch = (consumer, _) => consumer.Batch.Any(message => message.Offset.Value == 2) ? throw new InvalidOperationException("bad") : Task.CompletedTask;

        scene.Start(Records.From(0, 4));

        Assert.Equal([0, 1, 2], scene.Producer.Offsets);
        Assert.Equal("3-4 #1", scene.Script.Runs[^1]);
    }

    [Fact]
    public void The_failing_message_is_the_first_at_or_behind_the_cursor_so_gaps_do_not_confuse_it()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 0));
        Bad(scene, 17);

        scene.Start(Records.At(3), Records.At(9), Records.At(17), Records.At(20));

        Assert.Equal([17], scene.Producer.Offsets);
        Assert.Equal(["3-20 #1", "20-20 #1"], scene.Script.Runs);
        Assert.Equal(21, scene.Offsets.Committable);
    }

    [Fact]
    public void Collective_failures_add_up_whatever_message_fails()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 1));
        int failures = 0;
        scene.Script.Batch = MarkEach(message => (message.Offset.Value == 4 && failures++ == 0) || message.Offset.Value == 7);

        scene.Start(Records.From(0, 9));
        Wait(scene, 1);

        Assert.Equal(["0-9 #1", "4-9 #2", "8-9 #1"], scene.Script.Runs);
        Assert.Equal([7], scene.Producer.Offsets);
    }

    [Fact]
    public void An_independent_message_gets_all_its_runs()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 2, independent: true));
        int failures = 0;
        scene.Script.Batch = MarkEach(message => (message.Offset.Value == 4 && failures++ < 2) || message.Offset.Value == 7);

        scene.Start(Records.From(0, 9));
        Wait(scene, 1, 2, 1, 2);

        Assert.Equal([7], scene.Producer.Offsets);
        Assert.Equal("3", scene.Producer.Taken[0].Header("dlq.attempts"));
        Assert.Equal(10, scene.Offsets.Committable);
    }

    [Fact]
    public void A_batch_goes_on_at_once_after_a_dispatch()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 0));
        Bad(scene, 0, 1, 2);

        scene.Start(Records.From(0, 3));

        Assert.Equal([0, 1, 2], scene.Producer.Offsets);
        Assert.Equal(0, scene.Time.Waiting);
    }

    [Fact]
    public void ProduceSync_waits_for_the_acknowledgement_before_it_goes_on()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 0, dispatchMethod: DispatchMethod.ProduceSync));
        scene.Producer.Acknowledges = false;
        Bad(scene, 0);

        scene.Start(Records.From(0, 1));
        Assert.Equal(["0-1 #1"], scene.Script.Runs);
        Assert.Null(scene.Offsets.Committable);

        scene.Do(scene.Producer.Taken[0].Acknowledge);
        scene.Until(() => scene.Script.Runs.Count == 2, "the run behind the letter");
        Assert.Equal("1-1 #1", scene.Script.Runs[^1]);
        Assert.Equal(2, scene.Offsets.Committable);
    }

    [Fact]
    public void ProduceAsync_goes_on_at_once_and_nothing_at_or_behind_the_letter_can_be_committed_before_the_acknowledgement()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 0));
        scene.Producer.Acknowledges = false;
        Bad(scene, 2);

        scene.Start(Records.From(0, 9));
        Assert.Equal("3-9 #1", scene.Script.Runs[^1]);
        Assert.Equal(2, scene.Offsets.Committable);
        Assert.Single(scene.Letters.OnTheirWay);

        scene.Do(scene.Producer.Taken[0].Acknowledge);
        scene.Until(() => scene.Letters.OnTheirWay.Count == 0, "the letter's end");
        Assert.Equal(10, scene.Offsets.Committable);
    }

    [Fact]
    public void A_letter_is_on_its_way_before_the_producer_has_it_and_no_longer_when_its_offset_is_free()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 0));
        List<int> onTheirWay = [];
        scene.Producer.Taking = () => onTheirWay.Add(scene.Letters.OnTheirWay.Count);
        Bad(scene, 0);

        scene.Start(Records.From(0, 0));
        scene.Until(() => scene.Letters.OnTheirWay.Count == 0, "the letter's end");

        Assert.Equal([1], onTheirWay);
        Assert.Equal(1, scene.Offsets.Committable);
    }

    [Fact]
    public void MarkAsConsumedAndCommit_waits_for_letter_and_commit_before_it_goes_on()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 0, markingMethod: MarkingMethod.MarkAsConsumedAndCommit));
        scene.Producer.Acknowledges = false;
        Bad(scene, 0);
        scene.Start(Records.From(0, 1));
        Assert.Empty(scene.Client.Commits);

        scene.Do(scene.Producer.Taken[0].Acknowledge);
        scene.Until(() => scene.Script.Runs.Count == 2, "the run behind the letter");

        Assert.Equal([1], scene.Client.CommitsOf(0));
        Assert.Equal("1-1 #1", scene.Script.Runs[^1]);
    }

    [Fact]
    public void Without_marking_after_a_dispatch_the_cursor_moves_and_nothing_is_stored()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 0, markAfterDispatch: false));
        scene.Script.Batch = (_, _) => throw new InvalidOperationException("bad");

        scene.Start(Records.From(0, 2));

        Assert.Equal([0, 1, 2], scene.Producer.Offsets);
        Assert.Equal(3, scene.Offsets.Cursor);
        Assert.Null(scene.Offsets.Committable);
    }

    [Fact]
    public void A_letter_that_fails_is_tried_again_without_asking_the_handler_or_the_count()
    {
        using PartitionScene scene = new(topic => topic.MaxMessages(1).DeadLetterQueue("orders.dlq", maxRetries: 0));
        scene.Producer.Acknowledges = false;
        Bad(scene, 0);
        scene.Start(Records.From(0, 0));
        scene.Do(scene.Producer.Taken[0].Refuse);
        scene.Until(() => scene.Worker.Assignment.Lane.IsHolding, "the lane to hold");
        scene.Arrive(Records.From(1, 2));
        Assert.DoesNotContain("2-2 #1", scene.Script.Runs);

        scene.Until(() => scene.Time.Waiting > 0, "the dispatcher's wait");
        scene.Advance(TimeSpan.FromSeconds(1));
        scene.Until(() => scene.Producer.Taken.Count == 2, "the second try");
        scene.Do(scene.Producer.Taken[1].Acknowledge);
        scene.Until(() => scene.Script.Runs.Count == 3, "the runs behind the letter");

        Assert.Equal(["0-0 #1", "1-1 #1", "2-2 #1"], scene.Script.Runs);
        Assert.Equal(3, scene.Offsets.Committable);
    }

    [Fact]
    public void Too_many_letters_on_their_way_hold_the_partition()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 0), maxOutstanding: 2);
        scene.Producer.Acknowledges = false;
        Bad(scene, 0, 1, 2);

        scene.Start(Records.From(0, 2));
        Assert.Equal([0, 1], scene.Producer.Offsets);

        scene.Do(scene.Producer.Taken[0].Acknowledge);
        scene.Until(() => scene.Producer.Taken.Count == 3, "the third letter");
        Assert.Equal([0, 1, 2], scene.Producer.Offsets);
    }

    [Fact]
    public void A_producer_of_the_users_own_takes_the_letter_and_its_failure_loses_nothing()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 0));
        FakeProducer own = new() { Acknowledges = true };
        int asked = 0;
        Bad(scene, 0);
        scene.Script.Made = () => { };
        Func<BatchConsumer, CancellationToken, Task> run = scene.Script.Batch;
        scene.Script.Batch = (consumer, cancellationToken) =>
        {
            consumer.OwnProducer = () => asked++ == 0 ? throw new InvalidOperationException("no producer yet") : own;
            return run(consumer, cancellationToken);
        };

        scene.Start(Records.From(0, 1));
        Assert.Equal(["0-1 #1"], scene.Script.Runs);
        Assert.Equal(ErrorType.AfterConsume, scene.Told<ErrorOccurred>()[^1].Type);

        Wait(scene, 1);
        Assert.Equal([0], own.Offsets);
        Assert.Empty(scene.Producer.Taken);
        Assert.Equal(["0-1 #1", "1-1 #1"], scene.Script.Runs);
    }

    [Fact]
    public void A_payload_that_is_not_what_was_asked_for_is_dispatched_raw_and_labelled()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 0));
        scene.Script.Batch = (consumer, _) =>
        {
            consumer.Batch.First.Payload<int>();
            return Task.CompletedTask;
        };

        scene.Start(Records.At(0, payload: "garbage"));

        FakeProducer.Sent letter = Assert.Single(scene.Producer.Taken);
        Assert.Equal("deserialization", letter.Header("dlq.error.kind"));
        Assert.Equal("garbage"u8.ToArray(), letter.Message.Value);
    }

    [Fact]
    public void A_tombstone_is_dispatched_as_a_tombstone_with_its_key()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 0));
        Bad(scene, 0);

        scene.Start(Records.At(0, payload: null, key: "k"));

        Message<byte[]?, byte[]?> letter = Assert.Single(scene.Producer.Taken).Message;
        Assert.Null(letter.Value);
        Assert.Equal("k"u8.ToArray(), letter.Key);
    }

    private static void Bad(PartitionScene scene, params long[] offsets) => scene.Script.Batch = MarkEach(message => offsets.Contains(message.Offset.Value));

    private static Func<BatchConsumer, CancellationToken, Task> MarkEach(Func<Message, bool> isBad) => (consumer, _) =>
    {
        foreach (Message message in consumer.Batch)
        {
            if (isBad(message))
            {
                throw new InvalidOperationException("bad");
            }

            consumer.Mark(message);
        }

        return Task.CompletedTask;
    };

    private static void Wait(PartitionScene scene, params int[] seconds)
    {
        foreach (int wait in seconds)
        {
            scene.Advance(TimeSpan.FromSeconds(wait));
        }
    }
}
