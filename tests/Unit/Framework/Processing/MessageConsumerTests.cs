using Kafka.Dlq.Tests.Unit.Framework.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Processing;

/// <summary>A consumer of single messages marks each as it returns, and the framework knows which one failed.</summary>
public sealed class MessageConsumerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Each_message_is_marked_as_its_call_returns()
    {
        using PartitionScene scene = new(consumer: typeof(SingleConsumer));
        List<long?> marked = [];
        scene.Script.Single = (_, _, _) =>
        {
            marked.Add(scene.Offsets.Committable);
            return Task.CompletedTask;
        };

        scene.Start(Records.From(0, 2));

        Assert.Equal([null, 1, 2], marked);
        Assert.Equal(3, scene.Offsets.Committable);
    }

    [Fact]
    public void The_message_that_was_handled_is_the_culprit_and_its_neighbours_run_once()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 2), typeof(SingleConsumer));
        Bad(scene, 3, 7);

        scene.Start(Records.From(0, 9));
        Wait(scene, 1, 2, 1, 2);

        Assert.Equal(["0 #1", "1 #1", "2 #1", "3 #1", "3 #2", "3 #3", "4 #1", "5 #1", "6 #1", "7 #1", "7 #2", "7 #3", "8 #1", "9 #1"], scene.Script.Runs);
        Assert.Equal([3, 7], scene.Producer.Offsets);
        Assert.Equal(10, scene.Offsets.Committable);
    }

    [Fact]
    public void Messages_behind_a_recovered_one_begin_with_attempt_1()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 1), typeof(SingleConsumer));
        int failures = 0;
        List<bool> lasts = [];
        scene.Script.Single = (consumer, message, _) =>
        {
            lasts.Add(consumer.IsLastAttempt);
            return message.Offset.Value == 1 && failures++ == 0 ? throw new InvalidOperationException("bad") : Task.CompletedTask;
        };

        scene.Start(Records.From(0, 2));
        Wait(scene, 1);

        Assert.Equal(["0 #1", "1 #1", "1 #2", "2 #1"], scene.Script.Runs);
        Assert.Equal([false, false, true, false], lasts);
    }

    [Fact]
    public void A_run_is_told_with_the_attempt_with_which_it_began()
    {
        using PartitionScene scene = new(consumer: typeof(SingleConsumer));
        int failures = 0;
        scene.Script.Single = (_, message, _) => message.Offset.Value == 1 && failures++ == 0 ? throw new InvalidOperationException("bad") : Task.CompletedTask;

        scene.Start(Records.From(0, 3));
        Wait(scene, 1);

        Assert.Equal(["consume 1-3 #2", "consumed 1-3 #2"], scene.Events.TakeLast(2));
    }

    [Fact]
    public void It_stops_between_messages_when_the_host_stops_and_keeps_what_was_handled()
    {
        using PartitionScene scene = new(consumer: typeof(SingleConsumer));
        scene.Script.Single = (_, message, _) => message.Offset.Value == 1 ? scene.Stop.StopAsync() : Task.CompletedTask;

        scene.Start(Records.From(0, 9));
        scene.UntilEnded();

        Assert.Equal(["0 #1", "1 #1"], scene.Script.Runs);
        Assert.Equal(2, scene.Offsets.Committable);
    }

    [Fact]
    public void A_handler_that_returns_because_it_was_cancelled_marks_nothing()
    {
        using PartitionScene scene = new(consumer: typeof(SingleConsumer));
        scene.Script.Single = async (_, message, cancellationToken) =>
        {
            if (message.Offset.Value == 1)
            {
                TaskCompletionSource cancelled = new();
                using CancellationTokenRegistration registration = cancellationToken.Register(cancelled.SetResult);
                await cancelled.Task;
            }
        };
        scene.Start(Records.From(0, 9));

        scene.Do(() => { _ = scene.Stop.StopAsync(); });
        scene.Do(() => { _ = scene.Stop.AbortAsync(); });
        scene.UntilEnded();

        Assert.Equal(["0 #1", "1 #1"], scene.Script.Runs);
        Assert.Equal(1, scene.Offsets.Committable);
    }

    [Fact]
    public void A_seek_drops_the_rest_of_the_batch()
    {
        using PartitionScene scene = new(consumer: typeof(SingleConsumer));
        scene.Script.Single = (consumer, message, _) =>
        {
            if (message.Offset.Value == 2)
            {
                consumer.GoTo(6);
            }

            return Task.CompletedTask;
        };

        scene.Start(Records.From(0, 7));

        Assert.Equal(["0 #1", "1 #1", "2 #1", "6 #1", "7 #1"], scene.Script.Runs);
    }

    [Fact]
    public void A_pause_holds_the_messages_behind_and_does_not_mark_the_one_that_asked_for_it()
    {
        using PartitionScene scene = new(consumer: typeof(SingleConsumer));
        scene.Script.Single = (consumer, message, _) =>
        {
            if (message.Offset.Value == 2)
            {
                consumer.Hold(Second);
            }

            return Task.CompletedTask;
        };

        scene.Start(Records.From(0, 4));
        Assert.Equal(["0 #1", "1 #1", "2 #1"], scene.Script.Runs);
        Assert.Equal(2, scene.Offsets.Committable);

        Wait(scene, 1);
        Assert.Equal(["0 #1", "1 #1", "2 #1", "3 #1", "4 #1"], scene.Script.Runs);
        Assert.Equal(5, scene.Offsets.Committable);
    }

    private static void Bad(PartitionScene scene, params long[] offsets) =>
        scene.Script.Single = (_, message, _) => offsets.Contains(message.Offset.Value) ? throw new InvalidOperationException("bad") : Task.CompletedTask;

    private static void Wait(PartitionScene scene, params int[] seconds)
    {
        foreach (int wait in seconds)
        {
            scene.Advance(TimeSpan.FromSeconds(wait));
        }
    }
}
