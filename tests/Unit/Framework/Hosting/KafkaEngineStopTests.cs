using Confluent.Kafka;
using Kafka.Dlq.Rejecting;
using Kafka.Dlq.Tests.Unit.Framework.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Hosting;

/// <summary>Running runs end, dead letters are delivered, ShutdownAsync, a confirmed commit, the group is left: in this order, and each in its time.</summary>
public sealed class KafkaEngineStopTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task It_stops_in_order()
    {
        await using EngineScene scene = new(Minute);
        TaskCompletionSource stopping = new();
        scene.Script.Batch = async (consumer, _) =>
        {
            scene.Note("run begun");
            await stopping.Task;
            scene.Note("run ended");
        };
        scene.Script.Hooks["shutdown"] = (_, _) =>
        {
            scene.Note("shutdown");
            return Task.CompletedTask;
        };
        scene.Start(Records.From(0, 3));
        EngineScene.Until(() => scene.Steps.Contains("run begun"), "the run");

        Task stop = scene.Engine.StopAsync(CancellationToken.None);
        Assert.False(stop.IsCompleted);
        stopping.SetResult();
        EngineScene.Until(() => stop.IsCompleted, "the stop");

        await stop;
        Assert.Equal(["subscribe", "run begun", "run ended", "shutdown", "commit 4", "close"], scene.Steps);
        Assert.Empty(scene.Errors);
    }

    [Fact]
    public async Task The_group_is_left_when_no_question_to_the_brokers_is_on_its_way()
    {
        await using EngineScene scene = new(Minute);
        using ManualResetEventSlim answers = new();
        scene.Clients.IsReachable = () =>
        {
            scene.Note("asked");
            answers.Wait(TestContext.Current.CancellationToken);
            scene.Note("answered");
            return true;
        };
        scene.Start();
        scene.Clients.InFetch((_, events) => events.ClientError(new Error(ErrorCode.Local_AllBrokersDown)));
        EngineScene.Until(() => scene.Connection.Health.Unreachable is not null, "the outage");
        EngineScene.Until(() => Passes(scene).Contains("asked"), "the question");

        Task stop = scene.Engine.StopAsync(CancellationToken.None);
        Assert.False(SpinWait.SpinUntil(() => scene.Steps.Contains("close"), TimeSpan.FromMilliseconds(300)));
        answers.Set();
        EngineScene.Until(() => stop.IsCompleted, "the stop");

        await stop;
        Assert.Equal(["answered", "close"], scene.Steps.TakeLast(2));
    }

    [Fact]
    public async Task A_sink_is_flushed_and_closed_before_the_last_commit_and_the_connection()
    {
        using FakeSink sink = new();
        await using EngineScene scene = new(
            Minute, topic => topic.DeadLetterAction(DeadLetterAction.Sink("audit")), sink: new SinkDeclaration("audit", new SinkOptions { Wait = TimeSpan.FromHours(1) }, _ => sink));
        sink.Tell = scene.Note;
        scene.Script.Batch = (consumer, _) =>
        {
            consumer.Refuse(consumer.Batch.First, new InvalidOperationException("bad"));
            return Task.CompletedTask;
        };
        scene.Script.Hooks["shutdown"] = (consumer, _) =>
        {
            scene.Note("shutdown");
            return Task.CompletedTask;
        };
        scene.Start(Records.From(0, 3));
        EngineScene.Until(() => scene.Connection.Assignments.All.SingleOrDefault()?.Offsets.Cursor == 4, "the run");
        Assert.Equal(0, scene.Connection.Assignments.All.Single().Offsets.Committable);

        scene.Stop();

        Assert.Equal(["subscribe", "flush", "shutdown", "close sink", "commit 4", "close"], scene.Steps);
        Assert.Empty(scene.Errors);
    }

    [Fact]
    public async Task Dead_letters_are_waited_for_before_ShutdownAsync_and_the_last_commit()
    {
        await using EngineScene scene = new(Minute, topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 0));
        scene.Producer.Acknowledges = false;
        scene.Script.Hooks["shutdown"] = (_, _) =>
        {
            scene.Note("shutdown");
            return Task.CompletedTask;
        };
        scene.Script.Batch = (_, _) => throw new InvalidOperationException("bad");
        scene.Start(Records.From(0, 0));
        EngineScene.Until(() => scene.Producer.Taken.Count == 1, "the letter");

        Task stop = scene.Engine.StopAsync(CancellationToken.None);
        EngineScene.Until(() => scene.Connection.Assignments.Workers.Single().Completion.IsCompleted && scene.Time.Waiting > 0, "the wait for the letter");
        scene.Note("acknowledged");
        scene.Producer.Taken[0].Acknowledge();
        EngineScene.Until(() => stop.IsCompleted, "the stop");

        await stop;
        Assert.Equal(["subscribe", "acknowledged", "shutdown", "commit 1", "close"], scene.Steps);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task A_letter_that_is_not_delivered_in_time_is_named_and_nothing_behind_it_is_committed(int shutdownTimeout)
    {
        await using EngineScene scene = new(TimeSpan.FromSeconds(shutdownTimeout), topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 0));
        scene.Producer.Acknowledges = false;
        scene.Script.Batch = (_, _) => throw new InvalidOperationException("bad");
        scene.Start(Records.From(0, 0));
        EngineScene.Until(() => scene.Connection.Assignments.All.SingleOrDefault()?.Offsets.Cursor == 1, "the letter to be on its way");

        scene.Stop();

        Assert.DoesNotContain("commit 1", scene.Steps);
        Assert.Contains("close", scene.Steps);
        ErrorOccurred error = Assert.Single(scene.Errors, error => error.Type == ErrorType.Stop);
        Assert.Equal(0, error.Offset!.Value.Value);
        Assert.Contains("'orders.dlq'", error.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_hangs_is_named_and_left_behind_and_nothing_of_it_is_committed()
    {
        await using EngineScene scene = new(TimeSpan.FromSeconds(3));
        TaskCompletionSource never = new();
        scene.Script.Batch = (_, _) =>
        {
            scene.Note("run begun");
            return never.Task;
        };
        scene.Start(Records.From(5, 8));
        EngineScene.Until(() => scene.Steps.Contains("run begun"), "the run");

        scene.Stop();

        ErrorOccurred error = Assert.Single(scene.Errors);
        Assert.Equal((ErrorType.Stop, "orders", 0, 5L), (error.Type, error.Topic, error.Partition!.Value.Value, error.Offset!.Value.Value));
        Assert.Contains("orders/0, offsets 5 to 8", error.Error.Message, StringComparison.Ordinal);
        Assert.Equal(["subscribe", "run begun", "close"], scene.Steps);
        Assert.DoesNotContain("shutdown", scene.Script.Told);
    }

    [Fact]
    public async Task What_ShutdownAsync_marks_and_commits_is_committed()
    {
        await using EngineScene scene = new(Minute, topic => topic.ManualOffsetManagement());
        bool? committed = null;
        Message? last = null;
        scene.Script.Batch = (consumer, _) =>
        {
            last = consumer.Batch.Last;
            scene.Note("run");
            return Task.CompletedTask;
        };
        scene.Script.Hooks["shutdown"] = async (consumer, _) => committed = await consumer.MarkAndCommit(last!);
        scene.Start(Records.From(0, 3));
        EngineScene.Until(() => scene.Steps.Contains("run"), "the run");

        scene.Stop();

        Assert.True(committed);
        Assert.Equal(["subscribe", "run", "commit 4", "close"], scene.Steps);
        Assert.Empty(scene.Errors);
    }

    [Fact]
    public async Task A_letter_that_ShutdownAsync_dispatches_is_delivered()
    {
        await using EngineScene scene = new(Minute, topic => topic.DeadLetterQueue("orders.dlq"));
        scene.Script.Hooks["shutdown"] = (consumer, _) =>
        {
            consumer.GiveUp(Records.At(2));
            return Task.CompletedTask;
        };
        scene.Script.Batch = (_, _) =>
        {
            scene.Note("run");
            return Task.CompletedTask;
        };
        scene.Start(Records.From(0, 3));
        EngineScene.Until(() => scene.Steps.Contains("run"), "the run");

        scene.Stop();

        Assert.Equal([2], scene.Producer.Offsets);
        Assert.Contains("commit 4", scene.Steps);
    }

    [Fact]
    public async Task ShutdownAsync_runs_even_while_its_partition_waits_out_a_back_off()
    {
        await using EngineScene scene = new(Minute);
        scene.Script.Batch = (_, _) => throw new InvalidOperationException("bad");
        scene.Start(Records.From(0, 3));
        EngineScene.Until(() => scene.Errors.Count == 1, "the failure");

        scene.Stop();

        Assert.Equal(["initialized", "shutdown", "disposed"], scene.Script.Told);
        Assert.DoesNotContain(scene.Steps, step => step.StartsWith("commit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_partition_that_is_assigned_while_the_host_stops_is_not_worked_on()
    {
        await using EngineScene scene = new(Minute);
        TaskCompletionSource end = new();
        scene.Script.Batch = (consumer, _) =>
        {
            scene.Note($"run {consumer.Batch.First.Partition.Value}");
            return end.Task;
        };
        scene.Start(Records.From(0, 3));
        EngineScene.Until(() => scene.Steps.Contains("run 0"), "the run");
        Task stop = scene.Engine.StopAsync(CancellationToken.None);
        scene.Clients.InFetch((into, events) =>
        {
            events.Assigned([new Confluent.Kafka.TopicPartition("orders", 1)]);
            into.Messages.AddRange(Records.From(0, 3, partition: 1));
        });
        EngineScene.Until(() => scene.Connection.Assignments.Workers.Count == 2, "the second partition");

        end.SetResult();
        EngineScene.Until(() => stop.IsCompleted, "the stop");

        await stop;
        Assert.DoesNotContain("run 1", scene.Steps);
    }

    [Fact]
    public async Task How_partitions_get_on_is_told_to_the_gauges()
    {
        await using EngineScene scene = new(Minute);
        scene.Start(Records.From(0, 3));
        EngineScene.Until(() => scene.Connection.Assignments.All.SingleOrDefault()?.Offsets.Committable == 4, "the run");

        Assert.Equal(96, Assert.Single(scene.Engine.Measure()).Lag);

        scene.Stop();
    }

    private static IReadOnlyList<string> Passes(EngineScene scene)
    {
        scene.Time.Advance(TimeSpan.FromMilliseconds(100));
        return scene.Steps;
    }
}
