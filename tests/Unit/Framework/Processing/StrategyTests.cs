using Kafka.Dlq.Tests.Unit.Framework.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Processing;

/// <summary>What a strategy answers is carried out, each answer in its way, and what it is told is true.</summary>
public sealed class StrategyTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly List<MessageFailure> _asked = [];

    [Fact]
    public void Strategy_is_told_what_failed_where_and_for_how_long()
    {
        using PartitionScene scene = Scene(failure => failure.Usual);
        BadAt(scene, 4);

        scene.Start(Records.From(0, 9));
        scene.Advance(Second).Advance(2 * Second);

        Assert.Equal([1, 2, 3], _asked.Select(failure => failure.Attempt));
        Assert.All(_asked, failure => Assert.Equal(("orders", 0, 4L), (failure.Message.Topic, failure.Message.Partition.Value, failure.Message.Offset.Value)));
        Assert.Equal([0, 1, 3], _asked.Select(failure => failure.Elapsed.TotalSeconds));
        Assert.Equal([1, 2, 4], _asked.Select(failure => failure.Backoff.TotalSeconds));
        Assert.Equal([1, 2, 3], _asked.Select(failure => failure.Errors.Count));
        Assert.Same(_asked[2].Error, _asked[2].Errors[^1]);
        Assert.Equal(new RecoveryAction.DeadLetter("orders.dlq"), _asked[2].Usual);
        Assert.Equal([4], scene.Producer.Offsets);
    }

    [Fact]
    public void Errors_are_those_since_the_last_success_and_a_letter_is_none()
    {
        using PartitionScene scene = Scene(_ => new RecoveryAction.DeadLetter());
        BadAt(scene, 1, 2, 5);

        scene.Start(Records.From(0, 9));

        Assert.Equal([1, 2, 1], _asked.Select(failure => failure.Errors.Count));
    }

    [Fact]
    public void No_more_than_a_hundred_errors_are_kept()
    {
        using PartitionScene scene = Scene(failure => failure.Message.Offset < 120 ? new RecoveryAction.Skip() : failure.Usual);
        scene.Script.Batch = (_, _) => throw new InvalidOperationException("all bad");

        scene.Start(Records.From(0, 120));

        Assert.Equal(100, _asked[^1].Errors.Count);
        Assert.Same(_asked[^1].Error, _asked[^1].Errors[^1]);
        Assert.Same(_asked[21].Error, _asked[^1].Errors[0]);
    }

    [Fact]
    public void Retry_waits_as_long_as_the_strategy_says()
    {
        using PartitionScene scene = Scene(_ => new RecoveryAction.Retry(TimeSpan.FromSeconds(9)));
        BadAt(scene, 0);
        scene.Start(Records.From(0, 0));

        scene.Advance(8 * Second);
        Assert.Equal(["0-0 #1"], scene.Script.Runs);

        scene.Advance(Second);
        Assert.Equal(["0-0 #1", "0-0 #2"], scene.Script.Runs);
    }

    [Fact]
    public void Letter_goes_to_the_topic_that_the_strategy_names()
    {
        using PartitionScene scene = Scene(failure => failure.Message.Offset == 1 ? new RecoveryAction.DeadLetter("orders.spare") : new RecoveryAction.DeadLetter());
        BadAt(scene, 1, 3);

        scene.Start(Records.From(0, 4));

        Assert.Equal(["orders.spare", "orders.dlq"], scene.Producer.Taken.Select(letter => letter.Target.Topic));
        Assert.Equal(5, scene.Offsets.Committable);
    }

    [Fact]
    public void Skipped_message_is_told_then_marked_and_has_no_letter()
    {
        using PartitionScene scene = Scene(_ => new RecoveryAction.Skip());
        BadAt(scene, 0);
        long? markedWhenTold = -1;
        scene.Monitor.Subscribe<DeadLetterSkipped>(_ => markedWhenTold = scene.Offsets.Committable);

        scene.Start(Records.From(0, 0));

        Assert.Equal(["consume 0-0 #1", "error Consume 0 #1", "skipped 0 after 1"], scene.Events);
        Assert.Null(markedWhenTold);
        Assert.Equal(1, scene.Offsets.Committable);
        Assert.Empty(scene.Producer.Taken);
    }

    [Fact]
    public void Skipped_message_is_not_marked_where_dispatched_ones_are_not()
    {
        using PartitionScene scene = new(topic => topic.ManualOffsetManagement().DeadLetterQueue(queue => queue.None().MaxRetries(0)));
        scene.Script.Batch = (consumer, _) => consumer.Batch.First.Offset == 0 ? throw new InvalidOperationException("bad") : Task.CompletedTask;

        scene.Start(Records.From(0, 1));

        Assert.Equal(["0-1 #1", "1-1 #1"], scene.Script.Runs);
        Assert.Null(scene.Offsets.Committable);
    }

    [Fact]
    public void Without_a_topic_a_message_is_skipped_after_its_retries()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue(queue => queue.None().MaxRetries(1)));
        BadAt(scene, 0);

        scene.Start(Records.From(0, 1));
        scene.Advance(Second);

        Assert.Equal(["0-1 #1", "0-1 #2", "1-1 #1"], scene.Script.Runs);
        Assert.Equal(2, Assert.Single(scene.Told<DeadLetterSkipped>()).Attempts);
        Assert.Equal(2, scene.Offsets.Committable);
    }

    [Fact]
    public void Skip_does_not_jump_over_what_was_taken_back()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue(queue => queue.None().MaxRetries(0)), typeof(SingleConsumer));
        bool tookBack = false;
        scene.Script.Single = (consumer, message, _) =>
        {
            if (message.Offset != 3)
            {
                return Task.CompletedTask;
            }

            if (!tookBack)
            {
                tookBack = true;
                consumer.Mark(Records.At(0));
            }

            throw new InvalidOperationException("bad");
        };

        scene.Start(Records.From(0, 4));
        scene.Advance(Second);

        Assert.Equal(["0 #1", "1 #1", "2 #1", "3 #1", "1 #1", "2 #1"], scene.Script.Runs.Take(6).Select(run => $"{run[0]} #1"));
        Assert.Equal(3, Assert.Single(scene.Told<DeadLetterSkipped>()).Message.Offset.Value);
        Assert.Equal(5, scene.Offsets.Committable);
    }

    [Fact]
    public void Stop_asks_the_host_to_stop_and_holds_the_message()
    {
        using PartitionScene scene = Scene(_ => new RecoveryAction.Stop());
        BadAt(scene, 0);

        scene.Start(Records.From(0, 3));
        scene.Advance(TimeSpan.FromHours(1));

        Assert.Equal("bad", Assert.Single(scene.HostStops).Message);
        Assert.Equal(["0-3 #1"], scene.Script.Runs);
        Assert.Null(scene.Offsets.Committable);
    }

    [Fact]
    public void Hold_stands_still_for_its_time_and_then_runs_the_message_again()
    {
        using PartitionScene scene = Scene(failure => failure.Attempt == 1 ? new RecoveryAction.Hold(5 * Second) : new RecoveryAction.Skip());
        BadAt(scene, 0);
        scene.Start(Records.From(0, 0));

        Assert.Equal("hold 5 s at 0", scene.Events[^1]);
        Assert.Contains("its recovery strategy said so", scene.Worker.Assignment.Held!.Why, StringComparison.Ordinal);

        scene.Advance(5 * Second);

        Assert.Equal(["0-0 #1", "0-0 #2"], scene.Script.Runs);
        Assert.Null(scene.Worker.Assignment.Held);
    }

    [Fact]
    public void Hold_without_an_end_lasts_until_the_partition_goes()
    {
        using PartitionScene scene = Scene(_ => new RecoveryAction.Hold());
        BadAt(scene, 0);
        scene.Start(Records.From(0, 0));

        scene.Advance(TimeSpan.FromDays(2));
        Assert.Equal(["0-0 #1"], scene.Script.Runs);
        Assert.NotNull(scene.Worker.Assignment.Held);

        scene.Revoke();
        Assert.Null(scene.Offsets.Committable);
    }

    [Fact]
    public void Success_after_a_hold_ends_it_for_health()
    {
        using PartitionScene scene = Scene(_ => new RecoveryAction.Hold(Second));
        int runs = 0;
        scene.Script.Batch = (_, _) => ++runs == 1 ? throw new InvalidOperationException("bad") : Task.CompletedTask;
        scene.Start(Records.From(0, 0));
        Assert.NotNull(scene.Worker.Assignment.Held);

        scene.Advance(Second);

        Assert.Null(scene.Worker.Assignment.Held);
        Assert.Equal(1, scene.Offsets.Committable);
    }

    [Fact]
    public void Throwing_strategy_holds_the_partition_and_is_asked_again_without_a_run()
    {
        int asked = 0;
        using PartitionScene scene = Scene(_ => ++asked < 3 ? throw new TimeoutException("strategy down") : new RecoveryAction.DeadLetter());
        BadAt(scene, 0);

        scene.Start(Records.From(0, 0));
        Assert.Equal("error Strategy 0 #1", scene.Events[^1]);
        Assert.Contains("threw TimeoutException: strategy down", scene.Worker.Assignment.Held!.Why, StringComparison.Ordinal);
        Assert.Null(scene.Offsets.Committable);

        scene.Advance(Second);
        Assert.Empty(scene.Producer.Taken);
        scene.Advance(2 * Second);

        Assert.Equal([0], scene.Producer.Offsets);
        Assert.Equal(["0-0 #1"], scene.Script.Runs);
        Assert.Equal(1, scene.Offsets.Committable);
        Assert.Null(scene.Worker.Assignment.Held);
        Assert.Equal(2, scene.Told<ErrorOccurred>().Count(error => error.Type == ErrorType.Strategy));
    }

    [Fact]
    public void Answer_that_cannot_be_carried_out_holds_the_partition_and_names_what_could()
    {
        using PartitionScene scene = Scene(_ => new RecoveryAction.DeadLetter("elsewhere"));
        BadAt(scene, 0);

        scene.Start(Records.From(0, 0));

        ErrorOccurred error = Assert.Single(scene.Told<ErrorOccurred>(), error => error.Type == ErrorType.Strategy);
        Assert.Contains("named topic 'elsewhere', which was not declared at start; expected one of orders.dlq, orders.spare", error.Error.Message, StringComparison.Ordinal);
        Assert.Empty(scene.Producer.Taken);
        Assert.Null(scene.Offsets.Committable);
    }

    [Fact]
    public void Strategy_that_answers_nothing_useful_ends_with_the_partition()
    {
        using PartitionScene scene = Scene(_ => null!);
        BadAt(scene, 0);
        scene.Start(Records.From(0, 0));

        scene.Advance(TimeSpan.FromMinutes(1));
        scene.Revoke();

        Assert.Empty(scene.Producer.Taken);
        Assert.Null(scene.Offsets.Committable);
    }

    [Fact]
    public void Critical_error_is_never_given_to_a_strategy()
    {
        using PartitionScene scene = Scene(_ => new RecoveryAction.Skip());
        scene.Script.Batch = (_, _) => throw new CriticalConsumerException("disk gone");

        scene.Start(Records.From(0, 0));

        Assert.Empty(_asked);
        Assert.Single(scene.HostStops);
        Assert.Null(scene.Offsets.Committable);
    }

    [Fact]
    public void Time_budget_gives_a_message_up_when_it_is_over()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue(queue => queue.Topic("orders.dlq").RetryFor(5 * Second)));
        BadAt(scene, 0);
        scene.Start(Records.From(0, 0));

        scene.Advance(Second).Advance(2 * Second).Advance(2 * Second);

        Assert.Equal(["0-0 #1", "0-0 #2", "0-0 #3", "0-0 #4"], scene.Script.Runs);
        Assert.Equal("4", Assert.Single(scene.Producer.Taken).Header("dlq.attempts"));
    }

    [Fact]
    public void Where_a_strategy_decides_no_run_is_known_to_be_the_last()
    {
        using PartitionScene scene = Scene(failure => failure.Usual);
        List<bool> last = [];
        scene.Script.Batch = (consumer, _) =>
        {
            last.Add(consumer.IsLastAttempt);
            throw new InvalidOperationException("bad");
        };

        scene.Start(Records.From(0, 0));
        scene.Advance(Second).Advance(2 * Second);

        Assert.Equal([false, false, false], last);
    }

    [Fact]
    public void Dispatch_by_hand_needs_a_topic_of_the_queues_own()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue(queue => queue.None()));
        Exception? thrown = null;
        scene.Script.Batch = (consumer, _) =>
        {
            thrown = Record.Exception(() => consumer.GiveUp(consumer.Batch.First));
            return Task.CompletedTask;
        };

        scene.Start(Records.From(0, 0));

        Assert.Contains("has no dead letter queue with a topic of its own", Assert.IsType<InvalidOperationException>(thrown).Message, StringComparison.Ordinal);
    }

    private static void BadAt(PartitionScene scene, params long[] offsets) => scene.Script.Batch = (consumer, _) =>
    {
        foreach (Message message in consumer.Batch)
        {
            if (offsets.Contains(message.Offset.Value))
            {
                throw new InvalidOperationException("bad");
            }

            consumer.Mark(message);
        }

        return Task.CompletedTask;
    };

    private PartitionScene Scene(Func<MessageFailure, RecoveryAction> decide) => new(topic => topic.DeadLetterQueue(queue => queue.Topic("orders.dlq").Targets("orders.spare").MaxRetries(2).Strategy(failure =>
    {
        _asked.Add(failure);
        return decide(failure);
    })));
}
