using Kafka.Dlq.Processing;
using Kafka.Dlq.Tests.Unit.Framework.Support;
using Kafka.Dlq.TimeLimits;

namespace Kafka.Dlq.Tests.Unit.Framework.Processing;

/// <summary>What a revoke, a stop and a critical error do to the work on a partition.</summary>
public sealed class EndingTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_revoked_run_sees_it_and_its_marks_are_refused()
    {
        using PartitionScene scene = new();
        List<bool> seen = [];
        scene.Script.Batch = (consumer, _) =>
        {
            seen.Add(consumer.Mark(consumer.Batch[0]));
            scene.Worker.Assignment.Revoke();
            seen.Add(consumer.IsRevoked);
            seen.Add(consumer.Mark(consumer.Batch[1]));
            return Task.CompletedTask;
        };

        scene.Start(Records.From(0, 3));
        scene.UntilEnded();

        Assert.Equal([true, true, false], seen);
        Assert.Equal(1, scene.Offsets.Committable);
    }

    [Fact]
    public void A_revoked_run_is_told_by_its_token_and_what_it_throws_is_no_failure()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 0));
        scene.Script.Batch = async (_, cancellationToken) =>
        {
            TaskCompletionSource cancelled = new();
            using CancellationTokenRegistration registration = cancellationToken.Register(cancelled.SetResult);
            await cancelled.Task;
            cancellationToken.ThrowIfCancellationRequested();
        };
        scene.Start(Records.From(0, 3));

        scene.Revoke();

        Assert.Empty(scene.Told<ErrorOccurred>());
        Assert.Empty(scene.Producer.Taken);
        Assert.Null(scene.Offsets.Committable);
    }

    [Fact]
    public void A_run_that_throws_because_it_saw_the_revoke_before_its_token_did_is_no_failure_either()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 0));
        scene.Script.Batch = (_, _) =>
        {
            scene.Worker.Assignment.Revoke();
            throw new InvalidOperationException("not ours any more");
        };

        scene.Start(Records.From(0, 3));
        scene.UntilEnded();

        Assert.Empty(scene.Told<ErrorOccurred>());
        Assert.Empty(scene.Producer.Taken);
    }

    [Fact]
    public void A_revoke_during_the_back_off_ends_the_work_and_no_letter_is_sent()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 1));
        scene.Script.Batch = (_, _) => throw new InvalidOperationException("bad");
        scene.Start(Records.From(0, 3));

        scene.Revoke();
        scene.Advance(Second * 10);

        Assert.Equal(["0-3 #1"], scene.Script.Runs);
        Assert.Empty(scene.Producer.Taken);
    }

    [Fact]
    public void A_revoke_during_a_pause_ends_the_pause()
    {
        using PartitionScene scene = new();
        scene.Script.Batch = (consumer, _) =>
        {
            consumer.Hold(TimeSpan.FromDays(1));
            return Task.CompletedTask;
        };
        scene.Start(Records.From(0, 3));

        scene.Revoke();

        Assert.Equal(["initialized", "revoked", "disposed"], scene.Script.Told);
    }

    [Fact]
    public void Revoked_hook_runs_after_the_run_ended_and_buffered_messages_are_dropped()
    {
        using PartitionScene scene = new(topic => topic.MaxMessages(1));
        TaskCompletionSource end = new();
        scene.Script.Batch = (_, _) => end.Task;
        scene.Start(Records.From(0, 3));
        scene.Do(scene.Worker.Assignment.Revoke);
        Assert.Equal(["initialized"], scene.Script.Told);
        Assert.Equal(0, scene.Worker.Assignment.Buffer.Count);

        scene.Do(end.SetResult);
        scene.UntilEnded();

        Assert.Equal(["0-0 #1"], scene.Script.Runs);
        Assert.Equal(["initialized", "revoked", "disposed"], scene.Script.Told);
    }

    [Fact]
    public void Revoked_hook_does_not_run_on_the_thread_of_the_revoke_although_the_work_has_ended()
    {
        using PartitionScene scene = new();
        EndingWork ending = new(scene.Executor, scene.Pumped, scene.Time);
        IReadOnlyList<string> told = [];
        scene.Start(Records.From(0, 3)).StopWork();

        scene.Do(() =>
        {
            scene.Worker.Assignment.Revoke();
            ending.Follow(scene.Worker);
            told = [.. scene.Script.Told];
        });

        Assert.Equal(["initialized"], told);
        Assert.Equal(["initialized", "revoked", "disposed"], scene.Script.Told);
    }

    [Fact]
    public void A_letter_of_a_revoked_partition_is_given_up_and_holds_the_last_commit_below_it()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 0));
        scene.Producer.Acknowledges = false;
        scene.Script.Batch = (consumer, _) =>
        {
            foreach (Message message in consumer.Batch)
            {
                if (message.Offset.Value == 1)
                {
                    throw new InvalidOperationException("bad");
                }

                consumer.Mark(message);
            }

            return Task.CompletedTask;
        };
        scene.Start(Records.From(0, 3));

        scene.Revoke();
        scene.Until(() => scene.Letters.OnTheirWay.Count == 0, "the letter to be given up");

        Assert.Equal(1, scene.Offsets.Committable);
    }

    [Fact]
    public void A_stop_lets_the_run_end_and_marks_it()
    {
        using PartitionScene scene = new(topic => topic.MaxMessages(2));
        TaskCompletionSource end = new();
        scene.Script.Batch = (_, _) => end.Task;
        scene.Start(Records.From(0, 3));

        scene.Do(() => { _ = scene.Stop.StopAsync(); });
        Assert.False(scene.Worker.Completion.IsCompleted);
        scene.Do(end.SetResult);
        scene.UntilEnded();

        Assert.Equal(["0-1 #1"], scene.Script.Runs);
        Assert.Equal(2, scene.Offsets.Committable);
        Assert.DoesNotContain("revoked", scene.Script.Told);
    }

    [Fact]
    public void A_run_that_is_cut_off_marks_nothing_even_when_it_returns()
    {
        using PartitionScene scene = new();
        scene.Script.Batch = async (_, cancellationToken) =>
        {
            TaskCompletionSource cancelled = new();
            using CancellationTokenRegistration registration = cancellationToken.Register(cancelled.SetResult);
            await cancelled.Task;
        };
        scene.Start(Records.From(0, 3));

        scene.Do(() => { _ = scene.Stop.StopAsync(); });
        scene.Do(() => { _ = scene.Stop.AbortAsync(); });
        scene.UntilEnded();

        Assert.Null(scene.Offsets.Committable);
        Assert.Empty(scene.Told<ErrorOccurred>());
    }

    [Fact]
    public void A_stop_ends_the_back_off_and_nothing_more_is_run()
    {
        using PartitionScene scene = new();
        scene.Script.Batch = (_, _) => throw new InvalidOperationException("bad");
        scene.Start(Records.From(0, 3));

        scene.StopWork();

        Assert.Equal(["0-3 #1"], scene.Script.Runs);
        Assert.Null(scene.Offsets.Committable);
    }

    [Fact]
    public void A_run_that_waits_for_its_slot_is_not_begun_after_a_stop()
    {
        Turns slots = new(places: 0);
        using PartitionScene scene = new(slots: slots);
        scene.Start(Records.From(0, 3));

        scene.StopWork();

        Assert.Empty(scene.Script.Runs);
    }

    [Fact]
    public void A_critical_error_asks_the_host_to_stop_and_its_message_holds_the_partition()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 0));
        CriticalConsumerException critical = new("disk full");
        scene.Script.Batch = (consumer, _) =>
        {
            consumer.Mark(consumer.Batch[0]);
            consumer.Mark(consumer.Batch[1]);
            throw critical;
        };

        scene.Start(Records.From(0, 3));
        scene.Arrive(Records.From(4, 5));
        scene.Advance(TimeSpan.FromHours(1));

        Assert.Equal([critical], scene.HostStops);
        Assert.Equal(["0-3 #1"], scene.Script.Runs);
        Assert.Empty(scene.Producer.Taken);
        Assert.Equal(2, scene.Offsets.Committable);
        scene.StopWork();
        Assert.Equal(2, scene.Offsets.Committable);
    }

    [Fact]
    public void Work_begins_only_when_the_earlier_assignment_has_ended()
    {
        using PartitionScene scene = new();
        TaskCompletionSource earlier = new();
        scene.Do(() => scene.Worker.Start(earlier.Task));
        scene.Arrive(Records.From(0, 0));
        Assert.Empty(scene.Script.Runs);

        scene.Do(earlier.SetResult);

        Assert.Equal(["0-0 #1"], scene.Script.Runs);
    }

    [Fact]
    public void One_consumer_is_kept_while_the_partition_is_assigned()
    {
        using PartitionScene scene = new(topic => topic.MaxMessages(1));

        scene.Start(Records.From(0, 2));

        Assert.Single(scene.Script.Consumers);
        Assert.Equal(["initialized"], scene.Script.Told);
    }

    [Fact]
    public void Without_persistence_each_batch_has_a_consumer_of_its_own_and_retries_share_it()
    {
        using PartitionScene scene = new(topic => topic.MaxMessages(1).ConsumerPersistence(false));
        int failures = 0;
        scene.Script.Batch = (_, _) => failures++ == 0 ? throw new InvalidOperationException("bad") : Task.CompletedTask;

        scene.Start(Records.From(0, 1));
        scene.Advance(Second);

        Assert.Equal(["0-0 #1", "0-0 #2", "1-1 #1"], scene.Script.Runs);
        Assert.Equal(["initialized", "disposed", "initialized"], scene.Script.Told);
    }

    [Fact]
    public void The_end_of_the_partition_is_told_when_everything_before_it_was_handled()
    {
        using PartitionScene scene = new(topic => topic.Eofed());
        TaskCompletionSource end = new();
        scene.Script.Batch = (_, _) => end.Task;
        scene.Start(Records.From(0, 1));
        scene.Do(() => scene.Worker.Assignment.Buffer.PutEnd(2));
        Assert.DoesNotContain("eofed", scene.Script.Told);

        scene.Do(end.SetResult);

        Assert.Equal(["initialized", "eofed"], scene.Script.Told);
        Assert.Equal(2, Assert.Single(scene.Told<ConsumerEofed>()).Offset.Value);
    }

    [Theory]
    [InlineData("initialized", ErrorType.Initialized)]
    [InlineData("eofed", ErrorType.Eofed)]
    [InlineData("revoked", ErrorType.Revoked)]
    public void A_hook_that_throws_is_reported_and_breaks_nothing(string hook, ErrorType type)
    {
        using PartitionScene scene = new(topic => topic.Eofed());
        scene.Script.Hooks[hook] = (_, _) => throw new InvalidOperationException("hook");

        scene.Start(Records.From(0, 0));
        scene.Do(() => scene.Worker.Assignment.Buffer.PutEnd(1));
        scene.Revoke();

        Assert.Equal(type, Assert.Single(scene.Told<ErrorOccurred>()).Type);
        Assert.Equal(["0-0 #1"], scene.Script.Runs);
        Assert.Equal(["initialized", "eofed", "revoked", "disposed"], scene.Script.Told);
    }

    [Fact]
    public void What_waits_for_its_retry_is_named_as_in_work_and_what_was_left_by_a_seek_is_not()
    {
        using PartitionScene scene = new();
        int runs = 0;
        scene.Script.Batch = (consumer, _) =>
        {
            if (runs++ == 0)
            {
                throw new InvalidOperationException("bad");
            }

            consumer.GoTo(50);
            return Task.CompletedTask;
        };
        scene.Start(Records.From(0, 3));
        Assert.Equal(4, scene.Worker.InWork.Count);

        scene.Advance(Second);

        Assert.Empty(scene.Worker.InWork);
    }
}
