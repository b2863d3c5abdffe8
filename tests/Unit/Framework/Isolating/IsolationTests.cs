using Kafka.Dlq.Hosting;
using Kafka.Dlq.Tests.Unit.Framework.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Isolating;

/// <summary>After the retries of a batch its culprits are found and given up, and nothing else is.</summary>
public sealed class IsolationTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Failed_batch_is_halved_until_the_culprit_stands_alone()
    {
        using PartitionScene scene = Scene(Isolation.Bisect, maxRetries: 1);
        List<bool> last = [];
        BadAt(scene, consumer => last.Add(consumer.IsLastAttempt), 5);

        scene.Start(Records.From(0, 7)).Advance(Second);

        Assert.Equal(["0-7 #1", "0-7 #2", "0-3 #3", "4-5 #3", "4-4 #4", "5-5 #4", "6-7 #3"], scene.Script.Runs);
        Assert.Equal([false, false, false, false, true, true, false], last);
        Assert.Equal([5L], scene.Producer.Offsets);
        Assert.Equal("4", scene.Producer.Taken[0].Header("dlq.attempts"));
        Assert.Equal(8, scene.Offsets.Committable);
    }

    [Fact]
    public void Several_culprits_become_letters_in_order()
    {
        using PartitionScene scene = Scene(Isolation.Bisect, maxRetries: 0);
        BadAt(scene, null, 0, 3, 4, 9);

        scene.Start(Records.From(0, 9));

        Assert.Equal([0L, 3, 4, 9], scene.Producer.Offsets);
        Assert.Equal(10, scene.Offsets.Committable);
    }

    [Fact]
    public void What_fails_no_more_is_handled_and_no_letter()
    {
        using PartitionScene scene = Scene(Isolation.Bisect, maxRetries: 0);
        bool failed = false;
        scene.Script.Batch = (_, _) => failed ? Task.CompletedTask : throw Fail(ref failed);

        scene.Start(Records.From(0, 7));

        Assert.Empty(scene.Producer.Taken);
        Assert.Equal(8, scene.Offsets.Committable);
        Assert.Null(scene.Worker.Assignment.FailingSince);
    }

    [Fact]
    public void Next_batch_begins_with_its_first_attempt()
    {
        using PartitionScene scene = Scene(Isolation.Bisect, maxRetries: 0);
        BadAt(scene, null, 1);
        scene.Start(Records.From(0, 1));

        scene.Arrive(Records.From(2, 5));

        Assert.Equal(["0-1 #1", "0-0 #2", "1-1 #2", "2-5 #1"], scene.Script.Runs);
    }

    [Fact]
    public void Messages_that_were_marked_are_not_run_again()
    {
        using PartitionScene scene = Scene(Isolation.Bisect, maxRetries: 0);
        scene.Script.Batch = (consumer, _) =>
        {
            foreach (Message message in consumer.Batch)
            {
                if (message.Offset == 5)
                {
                    throw new InvalidOperationException("bad");
                }

                consumer.Mark(message);
            }

            return Task.CompletedTask;
        };

        scene.Start(Records.From(0, 7));

        Assert.Equal(["0-7 #1", "5-5 #2", "6-7 #2"], scene.Script.Runs);
        Assert.Equal([5L], scene.Producer.Offsets);
    }

    [Fact]
    public void Piece_that_fails_behind_its_mark_is_not_run_again()
    {
        using PartitionScene scene = new(topic => topic
            .ManualOffsetManagement()
            .DeadLetterQueue(queue => queue.Topic("orders.dlq").MaxRetries(0).Isolate(Isolation.Singly).Strategy(failure => failure.Attempt == 2 ? new RecoveryAction.Retry(Second) : failure.Usual)));
        scene.Script.Batch = (consumer, _) => consumer.Attempt == 1 || (consumer.Mark(consumer.Batch[0]) && consumer.Batch[0].Offset == 1) ? throw new InvalidOperationException("bad") : Task.CompletedTask;

        scene.Start(Records.From(0, 2)).Advance(Second);

        Assert.Equal(["0-2 #1", "0-0 #2", "1-1 #2", "2-2 #2"], scene.Script.Runs);
        Assert.Empty(scene.Producer.Taken);
        Assert.Equal(3, scene.Offsets.Committable);
    }

    [Fact]
    public void One_by_one_runs_each_message_alone()
    {
        using PartitionScene scene = Scene(Isolation.Singly, maxRetries: 0);
        BadAt(scene, null, 1, 3);

        scene.Start(Records.From(0, 3));

        Assert.Equal(["0-3 #1", "0-0 #2", "1-1 #2", "2-2 #2", "3-3 #2"], scene.Script.Runs);
        Assert.Equal([1L, 3], scene.Producer.Offsets);
    }

    [Fact]
    public void Whole_batch_is_given_up_together_but_for_what_was_marked()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue(queue => queue.Topic("orders.dlq").MaxRetries(0).Isolate(Isolation.WholeBatch)), maxOutstanding: 2);
        scene.Script.Batch = (consumer, _) => consumer.Batch.First.Offset == 0 && consumer.Mark(consumer.Batch[0]) ? throw new InvalidOperationException("bad") : Task.CompletedTask;

        scene.Start(Records.From(0, 5)).Arrive(Records.From(6, 6));

        Assert.Equal([1L, 2, 3, 4, 5], scene.Producer.Offsets);
        Assert.Equal(["0-5 #1", "6-6 #1"], scene.Script.Runs);
        Assert.Equal(7, scene.Offsets.Committable);
    }

    [Fact]
    public void Without_a_topic_the_culprits_are_skipped()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue(queue => queue.None().MaxRetries(0).Isolate(Isolation.Bisect)));
        BadAt(scene, null, 2);

        scene.Start(Records.From(0, 3));

        Assert.Equal(2, Assert.Single(scene.Told<DeadLetterSkipped>()).Message.Offset.Value);
        Assert.Equal(4, scene.Offsets.Committable);
    }

    [Fact]
    public void Marks_by_hand_stay_the_users_and_only_the_piece_is_run_again()
    {
        using PartitionScene scene = new(topic => topic.ManualOffsetManagement().DeadLetterQueue(queue => queue.Topic("orders.dlq").MaxRetries(0).Isolate(Isolation.Bisect)));
        BadAt(scene, null, 5);

        scene.Start(Records.From(0, 3)).Arrive(Records.From(4, 7));

        Assert.Equal(["0-3 #1", "4-7 #1", "4-5 #2", "4-4 #3", "5-5 #3", "6-7 #2"], scene.Script.Runs);
        Assert.Equal([5L], scene.Producer.Offsets);
        Assert.Null(scene.Offsets.Committable);
        Assert.Empty(scene.Seeker.Seeks);
    }

    [Fact]
    public void Seek_within_forgets_the_plan()
    {
        using PartitionScene scene = Scene(Isolation.Bisect, maxRetries: 0);
        bool sought = false;
        BadAt(scene, consumer =>
        {
            if (consumer.Batch.First.Offset == 2 && consumer.Batch.Count == 2 && !sought)
            {
                sought = true;
                consumer.GoTo(0);
            }
        }, 1);

        scene.Start(Records.From(0, 7));

        Assert.Equal(2, scene.Script.Runs.Count(run => run == "0-7 #1"));
        Assert.Equal([1L, 1L], scene.Producer.Offsets);
        Assert.Equal(8, scene.Offsets.Committable);
    }

    [Fact]
    public void Pause_within_is_kept_and_the_plan_goes_on_behind_it()
    {
        using PartitionScene scene = Scene(Isolation.Bisect, maxRetries: 0);
        BadAt(scene, consumer =>
        {
            if (consumer.Batch.First.Offset == 0 && consumer.Batch.Count == 2)
            {
                consumer.Hold(5 * Second);
            }
        }, 3);

        scene.Start(Records.From(0, 3));
        Assert.Equal(["0-3 #1", "0-1 #2"], scene.Script.Runs);
        scene.Advance(5 * Second);

        Assert.Equal(["0-3 #1", "0-1 #2", "2-2 #2", "3-3 #2"], scene.Script.Runs);
        Assert.Equal(4, scene.Offsets.Committable);
    }

    [Fact]
    public void Stop_in_the_middle_leaves_the_rest_unmarked()
    {
        using PartitionScene scene = Scene(Isolation.Bisect, maxRetries: 0);
        BadAt(scene, consumer =>
        {
            if (consumer.Batch.First.Offset == 4)
            {
                _ = scene.Stop.StopAsync();
            }
        }, 5);

        scene.Start(Records.From(0, 7));
        scene.UntilEnded();

        Assert.Empty(scene.Producer.Taken);
        Assert.Equal(4, scene.Offsets.Committable);
    }

    [Fact]
    public void Strategy_is_asked_about_each_run_and_may_have_a_piece_run_again()
    {
        List<(long, int)> asked = [];
        using PartitionScene scene = new(topic => topic.DeadLetterQueue(queue => queue.Topic("orders.dlq").Isolate(Isolation.Bisect).Strategy(failure =>
        {
            asked.Add((failure.Message.Offset.Value, failure.Attempt));
            return failure.Attempt == 2 ? new RecoveryAction.Retry(Second) : new RecoveryAction.DeadLetter();
        })));
        BadAt(scene, null, 0);

        scene.Start(Records.From(0, 3)).Advance(Second);

        Assert.Equal(["0-3 #1", "0-1 #2", "0-1 #3", "0-0 #4", "1-1 #4", "2-3 #2"], scene.Script.Runs);
        Assert.Equal([(0L, 1), (0L, 2), (0L, 3), (0L, 4)], asked);
        Assert.Equal([0L], scene.Producer.Offsets);
    }

    [Fact]
    public void Critical_error_within_stops_the_host()
    {
        using PartitionScene scene = Scene(Isolation.Bisect, maxRetries: 0);
        scene.Script.Batch = (consumer, _) => consumer.Batch.Count == 4 ? throw new InvalidOperationException("bad") : throw new CriticalConsumerException("no licence");

        scene.Start(Records.From(0, 3));

        Assert.Single(scene.HostStops);
        Assert.Empty(scene.Producer.Taken);
        Assert.Null(scene.Offsets.Committable);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Named_culprit_is_given_up_and_the_others_are_handled_with_and_without_isolation(bool isolates)
    {
        using PartitionScene scene = isolates ? Scene(Isolation.Bisect, maxRetries: 1) : new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 1));
        NamesAt(scene, 2);

        scene.Start(Records.From(0, 5)).Advance(Second);

        Assert.Equal(["0-5 #1", "0-5 #2", "0-1 #3", "2-2 #3", "3-5 #1"], scene.Script.Runs);
        Assert.Equal([2L], scene.Producer.Offsets);
        Assert.Equal(("3", "System.FormatException"), (scene.Producer.Taken[0].Header("dlq.attempts"), scene.Producer.Taken[0].Header("dlq.error.type")));
        Assert.Equal(6, scene.Offsets.Committable);
        Assert.All(scene.Told<ErrorOccurred>(), error => Assert.Equal(2, error.Offset!.Value.Value));
    }

    [Fact]
    public void Several_named_culprits_have_their_retries_each()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 1, independent: true));
        NamesAt(scene, 1, 4);

        scene.Start(Records.From(0, 5)).Advance(Second).Advance(Second).Advance(Second);

        Assert.Equal([1L, 4], scene.Producer.Offsets);
        Assert.Equal(6, scene.Offsets.Committable);
    }

    [Fact]
    public void Named_culprit_that_is_not_in_the_run_or_was_marked_names_nobody()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 0));
        scene.Script.Batch = (consumer, _) => consumer.Batch.First.Offset.Value switch
        {
            0 => throw new PoisonMessageException(Records.At(9)),
            1 => consumer.Mark(consumer.Batch.First) ? throw new PoisonMessageException(consumer.Batch.First) : Task.CompletedTask,
            _ => Task.CompletedTask,
        };

        scene.Start(Records.From(0, 3));

        Assert.Equal([0L, 2], scene.Producer.Offsets);
    }

    [Fact]
    public void Single_message_may_be_named_too()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 0), typeof(SingleConsumer));
        scene.Script.Single = (_, message, _) => message.Offset == 1 ? throw new PoisonMessageException(message, new FormatException("bad")) : Task.CompletedTask;

        scene.Start(Records.From(0, 2));

        Assert.Equal([1L], scene.Producer.Offsets);
        Assert.Equal("System.FormatException", scene.Producer.Taken[0].Header("dlq.error.type"));
    }

    [Fact]
    public void Isolation_beside_a_consumer_of_single_messages_and_an_unknown_one_stop_the_start()
    {
        KafkaDlqOptions options = new() { GroupId = "shop" };
        options.Kafka["bootstrap.servers"] = "localhost:9092";
        KafkaDlqBuilder builder = new();
        builder.Routes(routes => routes.Draw(draw => draw.Topic("orders", topic => topic.Consumer<SingleConsumer>().DeadLetterQueue(queue => queue.Topic("orders.dlq").Isolate(Isolation.Bisect)))));

        Assert.Contains("one of single messages knows which one failed", Assert.Throws<InvalidRoutesException>(() => StartupCheck.Run(builder, options)).Message, StringComparison.Ordinal);
        Assert.Contains("Bisect, Singly, WholeBatch", Assert.Throws<InvalidRoutesException>(() => Scene((Isolation)9, maxRetries: 0)).Message, StringComparison.Ordinal);
    }

    private static PartitionScene Scene(Isolation isolation, int maxRetries) => new(topic => topic.DeadLetterQueue(queue => queue.Topic("orders.dlq").MaxRetries(maxRetries).Isolate(isolation)));

    private static InvalidOperationException Fail(ref bool failed)
    {
        failed = true;
        return new InvalidOperationException("bad");
    }

    private static void BadAt(PartitionScene scene, Action<BatchConsumer>? before, params long[] bad) => scene.Script.Batch = (consumer, _) =>
    {
        before?.Invoke(consumer);
        return consumer.Batch.Any(message => bad.Contains(message.Offset.Value)) ? throw new InvalidOperationException("bad") : Task.CompletedTask;
    };

    private static void NamesAt(PartitionScene scene, params long[] bad) => scene.Script.Batch = (consumer, _) =>
        consumer.Batch.FirstOrDefault(message => bad.Contains(message.Offset.Value)) is { } culprit ? throw new PoisonMessageException(culprit, new FormatException("no number")) : Task.CompletedTask;
}
