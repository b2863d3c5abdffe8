using Kafka.Dlq.Consuming;
using Kafka.Dlq.Tests.Unit.Framework.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Processing;

/// <summary>A pause, its end and a seek count at whatever moment they are asked for: on an idle partition, and in the instants in which a run begins or has just ended.</summary>
public sealed class PauseAndSeekMomentsTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_seek_from_elsewhere_moves_an_idle_partition_at_once()
    {
        using PartitionScene scene = new();
        scene.Start(Records.From(0, 3));

        scene.Do(() => scene.Script.Consumers.Single().GoTo(1));

        Assert.Equal([1], scene.Seeker.Seeks);
        Assert.Equal(["0-3 #1", "1-3 #1"], scene.Script.Runs);
    }

    [Fact]
    public void A_pause_from_elsewhere_begins_at_once_on_an_idle_partition()
    {
        using PartitionScene scene = new();
        scene.Start(Records.From(0, 0));

        scene.Do(() => scene.Script.Consumers.Single().Hold(Second));
        scene.Advance(Second);
        scene.Arrive(Records.From(1, 1));

        Assert.Contains("user pause 1 s at 1", scene.Events);
        Assert.Empty(scene.Seeker.Seeks);
        Assert.Equal(["0-0 #1", "1-1 #1"], scene.Script.Runs);
    }

    [Fact]
    public void Resuming_between_the_end_of_a_run_and_its_pause_takes_the_pause_back()
    {
        using PartitionScene scene = new(topic => topic.MaxMessages(1));
        OnFirstRun(scene, consumer =>
        {
            consumer.GoTo(1);
            consumer.Hold(TimeSpan.FromHours(1));
        });

        // The seek of a run is told after the run has ended and before its pause lasts.
        scene.Monitor.Subscribe<ConsumingSeek>(_ => scene.Script.Consumers.Single().GoOn());
        scene.Start(Records.From(0, 1));

        Assert.Empty(scene.Told<ConsumingPause>());
        Assert.Equal(["0-0 #1", "1-1 #1"], scene.Script.Runs);
    }

    [Fact]
    public void A_pause_between_the_end_of_a_run_and_its_pause_replaces_that_one()
    {
        using PartitionScene scene = new(topic => topic.MaxMessages(1));
        OnFirstRun(scene, consumer =>
        {
            consumer.GoTo(1);
            consumer.Hold(TimeSpan.FromHours(1));
        });

        // The seek of a run is told after the run has ended and before its pause lasts.
        scene.Monitor.Subscribe<ConsumingSeek>(_ => scene.Script.Consumers.Single().Hold(Second));
        scene.Start(Records.From(0, 1));
        Assert.Equal(Second, Assert.Single(scene.Told<ConsumingPause>()).Duration);
        scene.Advance(Second);

        Assert.Equal(["0-0 #1", "1-1 #1"], scene.Script.Runs);
        Assert.Single(scene.Told<ConsumingPause>());
    }

    [Fact]
    public void A_pause_during_the_back_off_holds_behind_it_although_the_failed_run_had_paused_too()
    {
        using PartitionScene scene = new(topic => topic.MaxMessages(1).Pause(Second));
        OnFirstRun(scene, consumer =>
        {
            consumer.Hold(TimeSpan.FromHours(1));
            throw new InvalidOperationException("bad at first");
        });
        scene.Start(Records.From(0, 0));

        scene.Do(() => scene.Script.Consumers.Single().Hold(Second * 2));
        scene.Advance(Second);
        Assert.Equal(["0-0 #1"], scene.Script.Runs);
        scene.Advance(Second * 2);

        Assert.Equal(["0-0 #1", "0-0 #2"], scene.Script.Runs);
    }

    [Fact]
    public void A_pause_and_a_seek_of_one_run_are_both_followed()
    {
        using PartitionScene scene = new(topic => topic.MaxMessages(2));
        OnFirstRun(scene, consumer =>
        {
            consumer.Hold(Second);
            consumer.GoTo(6);
        });

        scene.Start(Records.From(0, 7));
        Assert.Equal(["0-1 #1"], scene.Script.Runs);
        scene.Advance(Second);

        Assert.Equal(["0-1 #1", "6-7 #1"], scene.Script.Runs);
        Assert.Equal([6], scene.Seeker.Seeks);
    }

    [Fact]
    public void What_is_asked_in_the_moment_in_which_a_run_begins_counts_for_that_run()
    {
        using PartitionScene scene = new(topic => topic.MaxMessages(2));
        ConsumerContext context = null!;
        scene.Script.Hooks["initialized"] = (consumer, _) =>
        {
            context = consumer.Context;
            return Task.CompletedTask;
        };
        scene.Start(Records.From(0, 1));
        Run begins = new(MessageBatch.Empty, attempt: 1, lastAttempt: null);

        context.Seek(0);
        context.Begin(begins);

        Assert.Equal(0, begins.SeekTo!.Value.Value);
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
