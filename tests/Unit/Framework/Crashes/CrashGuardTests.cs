using Confluent.Kafka;
using Kafka.Dlq.Connection;
using Kafka.Dlq.Tests.Unit.Framework.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Crashes;

/// <summary>What a partition with a guard does after a process died: which messages run alone, what the broker is told before, and what is given up.</summary>
public sealed class CrashGuardTests
{
    private const string Counted = "kafka-dlq-crash/1 reach=4 crashes=2:3:1795608000";

    [Fact]
    public void Without_a_guard_no_mark_is_ever_committed()
    {
        using PartitionScene scene = new();

        scene.Start(Records.From(0, 3));
        scene.Do(() => scene.Committer.CommitChangedAsync(CancellationToken.None));

        Assert.Equal([4L], scene.Client.CommitsOf(0));
        Assert.DoesNotContain(scene.Client.Commits.SelectMany(offsets => offsets), offset => offset is MarkedOffset);
    }

    [Fact]
    public void Mark_is_committed_before_the_first_run_and_not_before_each()
    {
        using PartitionScene scene = Scene();
        int committed = 0;
        scene.Script.Batch = (_, _) => Note(ref committed, scene.Client.Commits.Count);

        scene.Start(Records.From(0, 3)).Arrive(Records.From(4, 5)).Arrive(Records.From(6, 9));

        Assert.Equal(["0-3 #1", "4-5 #1", "6-9 #1"], scene.Script.Runs);
        Assert.Equal(["kafka-dlq-crash/1 reach=20"], scene.Client.MarksOf(0));
        Assert.Equal([0L], scene.Client.CommitsOf(0));
        Assert.Equal(1, committed);
    }

    [Fact]
    public void Nothing_is_run_while_the_mark_cannot_be_committed()
    {
        using PartitionScene scene = Scene();
        scene.Client.Answer = () => Task.FromResult(CommitResult.Failure(new KafkaException(ErrorCode.Local_TimedOut)));

        scene.Start(Records.From(0, 3));
        Assert.Empty(scene.Script.Runs);
        Assert.NotNull(scene.Worker.Assignment.FailingSince);

        scene.Client.Answer = () => Task.FromResult(CommitResult.Success);
        scene.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(["0-3 #1"], scene.Script.Runs);
        Assert.Null(scene.Worker.Assignment.FailingSince);
    }

    [Fact]
    public void Suspects_are_run_one_at_a_time_each_told_of_before()
    {
        using PartitionScene scene = Scene("kafka-dlq-crash/1 reach=3");
        List<string> told = [];
        scene.Script.Batch = (_, _) =>
        {
            told.Add(scene.Client.MarksOf(0)[^1]);
            return Task.CompletedTask;
        };

        scene.Start(Records.From(0, 5));

        Assert.Equal(["0-0 #1", "1-1 #1", "2-2 #1", "3-5 #1"], scene.Script.Runs);
        Assert.Equal(
            ["kafka-dlq-crash/1 reach=3 alone=0", "kafka-dlq-crash/1 reach=3 alone=1", "kafka-dlq-crash/1 reach=3 alone=2", "kafka-dlq-crash/1 reach=38"],
            told);
        Assert.Equal((0, 3), Assert.Single(scene.Told<CrashSuspected>()) is { Alone: null } suspected ? (suspected.First.Value, suspected.End.Value) : default);
        Assert.Equal(6, scene.Offsets.Committable);
    }

    [Fact]
    public void Suspect_is_no_longer_told_of_when_its_run_has_ended()
    {
        using PartitionScene scene = Scene("kafka-dlq-crash/1 reach=1");

        scene.Start(Records.From(0, 0));

        Assert.Equal(["kafka-dlq-crash/1 reach=1 alone=0", ""], scene.Client.MarksOf(0));
    }

    [Fact]
    public void Message_that_was_at_hand_alone_is_counted_and_run_again_while_it_may()
    {
        using PartitionScene scene = Scene("kafka-dlq-crash/1 reach=4 alone=2 crashes=2:1:1795608000");

        scene.Start(Records.From(0, 3));

        Assert.Equal(4, scene.Script.Runs.Count);
        Assert.Equal(2, Assert.Single(scene.Told<CrashSuspected>()).Alone!.Value.Value);
        Assert.Contains("kafka-dlq-crash/1 reach=4 alone=2 crashes=2:2:1795608000", scene.Client.MarksOf(0));
        Assert.Empty(scene.Producer.Taken);
    }

    [Fact]
    public void Message_that_killed_too_often_becomes_a_letter_without_another_run()
    {
        using PartitionScene scene = Scene(Counted);

        scene.Start(Records.From(0, 4));

        Assert.Equal(["0-0 #1", "1-1 #1", "3-3 #1", "4-4 #1"], scene.Script.Runs);
        Assert.Equal([2L], scene.Producer.Offsets);
        Assert.Equal("crash", scene.Producer.Taken[0].Header("dlq.error.kind"));
        Assert.Equal("3", scene.Producer.Taken[0].Header("dlq.attempts"));
        Assert.Equal("2026-11-25T12:00:00.000Z", scene.Producer.Taken[0].Header("dlq.first_failed_at"));
        Assert.Equal(3, Assert.Single(scene.Told<CrashGivenUp>()).Crashes);
        Assert.Equal(5, scene.Offsets.Committable);
    }

    [Fact]
    public void Message_that_killed_too_often_is_skipped_where_there_is_no_topic()
    {
        using PartitionScene scene = Scene(Counted, queue => queue.None().CrashGuard(3));

        scene.Start(Records.From(0, 4));

        Assert.Empty(scene.Producer.Taken);
        Assert.IsType<ProcessCrashException>(Assert.Single(scene.Told<DeadLetterSkipped>()).Error);
        Assert.Equal(5, scene.Offsets.Committable);
    }

    [Fact]
    public void Counted_message_behind_the_suspects_runs_alone_too()
    {
        using PartitionScene scene = Scene("kafka-dlq-crash/1 crashes=2:1:1795608000");

        scene.Start(Records.From(0, 4));

        Assert.Equal(["0-1 #1", "2-2 #1", "3-4 #1"], scene.Script.Runs);
    }

    [Theory]
    [InlineData("somebody else's")]
    [InlineData("kafka-dlq-crash/9 reach=5")]
    public void What_is_not_understood_is_told_and_nobody_is_suspected(string text)
    {
        using PartitionScene scene = Scene(text);

        scene.Start(Records.From(0, 4));

        Assert.Equal(["0-4 #1"], scene.Script.Runs);
        Assert.Contains(text, Assert.Single(scene.Told<ErrorOccurred>()).Error.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorType.CrashGuard, scene.Told<ErrorOccurred>()[0].Type);
    }

    [Fact]
    public void Failed_suspect_is_retried_alone_and_its_host_is_not_kept_waiting_meanwhile()
    {
        using PartitionScene scene = Scene("kafka-dlq-crash/1 reach=2");
        int failures = 0;
        scene.Script.Batch = (_, _) => failures++ == 0 ? throw new InvalidOperationException() : Task.CompletedTask;

        scene.Start(Records.From(0, 1));
        Assert.Equal("kafka-dlq-crash/1 reach=2", scene.Client.MarksOf(0)[^1]);

        scene.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["0-0 #1", "0-0 #2", "1-1 #1"], scene.Script.Runs);
    }

    [Fact]
    public void Revoke_of_a_partition_with_suspects_leaves_them_to_the_next_owner()
    {
        using PartitionScene scene = Scene("kafka-dlq-crash/1 reach=3 alone=1");
        TaskCompletionSource running = new();
        scene.Script.Batch = (consumer, _) => consumer.Batch.First.Offset == 1 ? running.Task : Task.CompletedTask;
        scene.Start(Records.From(0, 2));

        scene.Do(scene.Worker.Assignment.Revoke);
        scene.Do(() => scene.Committer.CommitFinally([scene.Worker.Assignment]));
        scene.Do(running.SetResult);

        Assert.Matches("^kafka-dlq-crash/1 reach=3 crashes=1:1:[0-9]+$", scene.Client.MarksOf(0)[^1]);
    }

    [Fact]
    public void Revoke_before_the_mark_is_committed_ends_the_wait_although_no_token_was_told_yet()
    {
        using PartitionScene scene = Scene();
        scene.Client.Answer = () =>
        {
            scene.Worker.Assignment.Revoke();
            return Task.FromResult(CommitResult.Failure(new KafkaException(ErrorCode.IllegalGeneration)));
        };

        scene.Start(Records.From(0, 2));
        scene.UntilEnded();

        Assert.Single(scene.Client.Commits);
        Assert.Empty(scene.Script.Runs);
    }

    [Fact]
    public void Revoke_of_a_healthy_partition_takes_its_mark_away()
    {
        using PartitionScene scene = Scene();
        scene.Start(Records.From(0, 2));

        scene.Do(scene.Worker.Assignment.Revoke);
        scene.Do(() => scene.Committer.CommitFinally([scene.Worker.Assignment]));

        Assert.Equal((3L, ""), (scene.Client.CommitsOf(0)[^1], scene.Client.MarksOf(0)[^1]));
    }

    [Fact]
    public void Every_commit_of_a_guarded_partition_keeps_the_mark()
    {
        using PartitionScene scene = Scene();
        scene.Script.Batch = (consumer, _) => consumer.MarkAndCommit(consumer.Batch.First);

        scene.Start(Records.From(0, 2));

        Assert.Equal((1L, "kafka-dlq-crash/1 reach=19"), (scene.Client.CommitsOf(0)[^1], scene.Client.MarksOf(0)[^1]));
    }

    [Fact]
    public void With_manual_offsets_the_one_that_is_given_up_stays_unmarked_and_is_still_counted()
    {
        using PartitionScene scene = Scene(Counted, queue => queue.Topic("orders.dlq").CrashGuard(3), topic => topic.ManualOffsetManagement());

        scene.Start(Records.From(0, 4));

        Assert.Equal(["0-0 #1", "1-1 #1", "3-3 #1", "4-4 #1"], scene.Script.Runs);
        Assert.Equal([2L], scene.Producer.Offsets);
        Assert.Null(scene.Offsets.Committable);
        Assert.EndsWith("crashes=2:3:1795608000", scene.Client.MarksOf(0)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Batch_of_suspects_leaves_nothing_to_isolate()
    {
        using PartitionScene scene = Scene("kafka-dlq-crash/1 reach=4", queue => queue.Topic("orders.dlq").MaxRetries(0).Isolate(Isolation.Bisect).CrashGuard());
        scene.Script.Batch = (consumer, _) => consumer.Batch.Any(message => message.Offset.Value is 1 or 5) ? throw new InvalidOperationException() : Task.CompletedTask;

        scene.Start(Records.From(0, 5));

        Assert.Equal(["0-0 #1", "1-1 #1", "2-2 #1", "3-3 #1", "4-5 #1", "4-4 #2", "5-5 #2"], scene.Script.Runs);
        Assert.Equal([1L, 5], scene.Producer.Offsets);
    }

    [Fact]
    public void What_cannot_be_read_is_read_again_and_nothing_is_run_before()
    {
        using PartitionScene scene = Scene();
        Func<TopicPartition, MarkedOffset> stored = scene.Client.Stored;
        scene.Client.Stored = _ => throw new KafkaException(ErrorCode.Local_TimedOut);

        scene.Start(Records.From(0, 1));
        Assert.Empty(scene.Script.Runs);
        Assert.Equal(ErrorType.CrashGuard, Assert.Single(scene.Told<ErrorOccurred>()).Type);
        Assert.NotNull(scene.Worker.Assignment.FailingSince);

        scene.Client.Stored = stored;
        scene.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["0-1 #1"], scene.Script.Runs);
    }

    private static PartitionScene Scene(string mark = "", Action<DeadLetterQueueBuilder>? queue = null, Action<TopicBuilder>? topic = null)
    {
        PartitionScene scene = new(route =>
        {
            route.DeadLetterQueue(queue ?? (some => some.Topic("orders.dlq").CrashGuard(3)));
            topic?.Invoke(route);
        });
        scene.Script.Batch = (_, _) => Task.CompletedTask;
        scene.Client.Stored = partition => new MarkedOffset(partition, 0, mark);
        return scene;
    }

    private static Task Note(ref int into, int value)
    {
        into = value;
        return Task.CompletedTask;
    }
}
