using Confluent.Kafka;
using Kafka.Dlq.Processing;
using Kafka.Dlq.Tests.Unit.Framework.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Processing;

/// <summary>A user's pause and seek say where and when a partition goes on, and suppress the automatic mark of their run.</summary>
public sealed class PauseAndSeekTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_pause_suppresses_the_automatic_mark_and_goes_on_behind_the_run()
    {
        using PartitionScene scene = new(topic => topic.MaxMessages(2));
        OnFirstRun(scene, consumer => consumer.Hold(TimeSpan.FromSeconds(2)));

        scene.Start(Records.From(0, 3));
        scene.Advance(Second);
        Assert.Equal(["0-1 #1"], scene.Script.Runs);
        Assert.Null(scene.Offsets.Committable);
        Assert.Contains("user pause 2 s at 2", scene.Events);

        scene.Advance(Second);
        Assert.Equal(["0-1 #1", "2-3 #1"], scene.Script.Runs);
    }

    [Fact]
    public void The_users_own_mark_wins()
    {
        using PartitionScene scene = new();
        OnFirstRun(scene, consumer =>
        {
            consumer.Mark(consumer.Batch[1]);
            consumer.Hold(Second);
        });

        scene.Start(Records.From(0, 3));

        Assert.Equal(2, scene.Offsets.Committable);
    }

    [Fact]
    public void Without_a_duration_a_pause_lasts_as_long_as_the_first_back_off()
    {
        using PartitionScene scene = new(topic => topic.MaxMessages(1).Pause(TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(9)));
        OnFirstRun(scene, consumer => consumer.Hold());

        scene.Start(Records.From(0, 1));

        Assert.Equal(7, Assert.Single(scene.Told<ConsumingPause>()).Duration.TotalSeconds);
    }

    [Fact]
    public void A_pause_may_say_where_to_go_on()
    {
        using PartitionScene scene = new();
        OnFirstRun(scene, consumer => consumer.Hold(Second, offset: 2));

        scene.Start(Records.From(0, 3));
        scene.Advance(Second);

        Assert.Equal(["0-3 #1", "2-3 #1"], scene.Script.Runs);
    }

    [Fact]
    public void A_run_that_fails_where_a_pause_said_to_go_on_is_repeated_from_there()
    {
        using PartitionScene scene = new();
        OnFirstRun(scene, consumer =>
        {
            consumer.Mark(consumer.Batch.Last);
            consumer.Hold(Second, offset: 1);
        });
        Func<BatchConsumer, CancellationToken, Task> run = scene.Script.Batch;
        scene.Script.Batch = (consumer, cancellationToken) => scene.Script.Runs.Count == 2 ? throw new InvalidOperationException("bad") : run(consumer, cancellationToken);

        scene.Start(Records.From(0, 3));
        scene.Advance(Second);
        scene.Advance(Second);

        Assert.Equal(["0-3 #1", "1-3 #1", "1-3 #2"], scene.Script.Runs);
    }

    [Fact]
    public void Later_in_the_same_run_a_pause_replaces_the_one_before()
    {
        using PartitionScene scene = new(topic => topic.MaxMessages(1));
        OnFirstRun(scene, consumer =>
        {
            consumer.Hold(TimeSpan.FromHours(1));
            consumer.Hold(Second);
        });

        scene.Start(Records.From(0, 1));
        scene.Advance(Second);

        Assert.Equal(["0-0 #1", "1-1 #1"], scene.Script.Runs);
    }

    [Fact]
    public void Resuming_in_the_same_run_takes_the_pause_back()
    {
        using PartitionScene scene = new(topic => topic.MaxMessages(1));
        OnFirstRun(scene, consumer =>
        {
            consumer.Hold(Second);
            consumer.GoOn();
        });

        scene.Start(Records.From(0, 1));

        Assert.Equal(["0-0 #1", "1-1 #1"], scene.Script.Runs);
        Assert.Equal(2, scene.Offsets.Committable);
    }

    [Fact]
    public void Who_is_told_of_a_pause_can_end_it_right_then()
    {
        using PartitionScene scene = new(topic => topic.MaxMessages(1));
        OnFirstRun(scene, consumer => consumer.Hold(TimeSpan.FromHours(1)));
        scene.Monitor.Subscribe<ConsumingPause>(_ => scene.Script.Consumers.Single().GoOn());

        scene.Start(Records.From(0, 1));

        Assert.Equal(["0-0 #1", "1-1 #1"], scene.Script.Runs);
    }

    [Fact]
    public void Resuming_from_elsewhere_ends_the_pause_at_once()
    {
        using PartitionScene scene = new(topic => topic.MaxMessages(1));
        OnFirstRun(scene, consumer => consumer.Hold(TimeSpan.FromHours(1)));
        scene.Start(Records.From(0, 1));

        scene.Do(() => scene.Script.Consumers.Single().GoOn());

        Assert.Equal(["0-0 #1", "1-1 #1"], scene.Script.Runs);
    }

    [Fact]
    public void A_pause_holds_no_slot_of_the_limit()
    {
        Turns slots = new(places: 1);
        using PartitionScene scene = new(slots: slots);
        OnFirstRun(scene, consumer => consumer.Hold(Second));

        scene.Start(Records.From(0, 1));

        Assert.Equal(1, slots.Free);
    }

    [Fact]
    public void A_seek_within_the_batch_goes_on_there_from_memory_and_suppresses_the_automatic_mark()
    {
        using PartitionScene scene = new();
        OnFirstRun(scene, consumer => consumer.GoTo(2));

        scene.Start(Records.From(0, 3));

        Assert.Equal(["0-3 #1", "2-3 #1"], scene.Script.Runs);
        Assert.Empty(scene.Seeker.Seeks);
        Assert.Contains("seek 2", scene.Events);
    }

    [Fact]
    public void A_seek_out_of_the_batch_is_fetched_anew_and_the_buffer_is_dropped()
    {
        using PartitionScene scene = new(topic => topic.MaxMessages(2));
        OnFirstRun(scene, consumer => consumer.GoTo(5));

        scene.Start(Records.From(0, 7));

        Assert.Equal([5], scene.Seeker.Seeks);
        Assert.Equal(["0-1 #1", "5-6 #1", "7-7 #1"], scene.Script.Runs);
    }

    [Theory]
    [InlineData(-2L)]
    [InlineData(-1L)]
    public void A_seek_to_an_end_of_the_partition_is_left_to_the_client_and_the_cursor_follows_what_comes(long special)
    {
        using PartitionScene scene = new(topic => topic.MaxMessages(2));
        OnFirstRun(scene, consumer => consumer.GoTo(new Offset(special)));
        scene.Start(Records.From(4, 5));
        Assert.Equal([special], scene.Seeker.Seeks);

        scene.Script.Batch = (_, _) => throw new InvalidOperationException("bad");
        scene.Arrive(Records.From(90, 91));

        Assert.Equal(90, scene.Offsets.Cursor);
    }

    [Fact]
    public void Marks_behind_the_target_are_refused_after_a_seek_and_those_before_it_are_not()
    {
        using PartitionScene scene = new();
        List<bool> marks = [];
        OnFirstRun(scene, consumer =>
        {
            consumer.GoTo(3);
            marks.Add(consumer.Mark(consumer.Batch[1]));
            marks.Add(consumer.Mark(consumer.Batch[2]));
        });

        scene.Start(Records.From(0, 3));

        Assert.Equal([false, true], marks);
    }

    [Fact]
    public void A_seek_outside_of_a_run_does_not_refuse_marks_of_other_partitions()
    {
        using PartitionScene one = new(topic => topic.Eofed());
        one.Script.Hooks["eofed"] = (consumer, _) =>
        {
            consumer.GoTo(1_000);
            return Task.CompletedTask;
        };
        one.Start(Records.From(0, 0));
        one.Do(() => one.Worker.Assignment.Buffer.PutEnd(1));
        using PartitionScene other = new();
        other.Start(Records.From(0, 3));

        bool marked = other.Script.Consumers.Single().Mark(Records.At(3));

        Assert.Contains("eofed", one.Script.Told);
        Assert.True(marked);
    }

    [Fact]
    public void A_seek_while_the_consumer_is_made_is_followed_before_its_first_run()
    {
        using PartitionScene scene = new();
        scene.Script.Hooks["initialized"] = (consumer, _) =>
        {
            consumer.GoTo(2);
            return Task.CompletedTask;
        };

        scene.Start(Records.From(0, 3));

        Assert.Equal(["2-3 #1"], scene.Script.Runs);
    }

    [Fact]
    public void A_seek_at_the_end_of_the_partition_is_followed_at_once()
    {
        using PartitionScene scene = new(topic => topic.Eofed());
        scene.Script.Hooks["eofed"] = (consumer, _) =>
        {
            consumer.GoTo(1);
            return Task.CompletedTask;
        };
        scene.Start(Records.From(0, 3));

        scene.Do(() => scene.Worker.Assignment.Buffer.PutEnd(4));

        Assert.Equal(["0-3 #1", "1-3 #1"], scene.Script.Runs);
    }

    [Fact]
    public void A_pause_from_elsewhere_between_runs_holds_the_next_one()
    {
        using PartitionScene scene = new();
        scene.Start(Records.From(0, 0));

        scene.Script.Consumers.Single().Hold(Second);
        scene.Arrive(Records.From(1, 1));
        Assert.Equal(["0-0 #1"], scene.Script.Runs);

        scene.Advance(Second);
        Assert.Equal(["0-0 #1", "1-1 #1"], scene.Script.Runs);
    }

    [Fact]
    public void A_failed_run_that_sought_is_repeated_from_the_target()
    {
        using PartitionScene scene = new();
        int runs = 0;
        scene.Script.Batch = (consumer, _) =>
        {
            if (runs++ == 0)
            {
                consumer.GoTo(2);
                throw new InvalidOperationException("bad");
            }

            return Task.CompletedTask;
        };

        scene.Start(Records.From(0, 3));
        scene.Advance(Second);

        Assert.Equal(["0-3 #1", "2-3 #2"], scene.Script.Runs);
    }

    private static void OnFirstRun(PartitionScene scene, Action<BatchConsumer> act)
    {
        int runs = 0;
        scene.Script.Batch = (consumer, _) =>
        {
            if (runs++ == 0)
            {
                act(consumer);
            }

            return Task.CompletedTask;
        };
    }
}
