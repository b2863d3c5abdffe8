using Confluent.Kafka;
using Kafka.Dlq.Tests.Unit.Dlq.Support;
using Kafka.Dlq.Tests.Unit.Framework.Support;
using Kafka.Dlq.Tests.Unit.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Processing;

/// <summary>A failing message leaves its partition, waits in retry topics, and ends handled or given up with all its attempts.</summary>
public sealed class RetryTopicTests
{
    private const string First = "orders.shop.retry.5s";
    private const string Second = "orders.shop.retry.1m";

    [Fact]
    public void Failing_message_leaves_its_partition_at_once_and_those_behind_it_do_not_wait()
    {
        using PartitionScene scene = Scene();
        scene.Script.Single = FailsAt(1);

        scene.Start(Records.From(0, 3));

        Assert.Equal(["0 #1", "1 #1", "2 #1", "3 #1"], scene.Script.Runs);
        FakeProducer.Sent hop = Assert.Single(scene.Producer.Taken);
        Assert.Equal((First, "2026-01-01T00:00:05.000Z", "1"), (hop.Target.Topic, hop.Message.Headers.Text("dlq.due_at"), hop.Message.Headers.Text("dlq.attempts")));
        Assert.Equal(4, scene.Offsets.Committable);
        Assert.Contains($"scheduled 1 after 1 to {First}", scene.Events);
        Assert.Empty(scene.Told<DeadLetterDispatched>());
        Assert.Empty(scene.Told<DeadLetterDelivered>());
    }

    [Fact]
    public void It_is_run_when_it_is_due_and_moves_on_with_its_count()
    {
        using PartitionScene scene = Scene(hop: 1);
        scene.Script.Single = FailsAt(3);

        scene.Start(InRetry.At(3, attempts: 2, dueIn: TimeSpan.FromSeconds(5))).Pass(TimeSpan.FromMilliseconds(4_999));
        Assert.Empty(scene.Script.Runs);
        scene.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(["3 #3"], scene.Script.Runs);
        FakeProducer.Sent hop = Assert.Single(scene.Producer.Taken);
        Assert.Equal((Second, "2026-01-01T00:01:05.000Z", "3"), (hop.Target.Topic, hop.Message.Headers.Text("dlq.due_at"), hop.Message.Headers.Text("dlq.attempts")));
        Assert.Equal("orders-0-103@shop#1", Assert.Single(scene.Told<MessageRetryScheduled>()).Id);
        Assert.Equal("2025-12-31T23:59:00.000Z", hop.Message.Headers.Text("dlq.first_failed_at"));
    }

    [Fact]
    public void Behind_the_last_retry_topic_it_is_a_letter_of_its_source()
    {
        using PartitionScene scene = Scene(hop: 2);
        List<bool> last = [];
        scene.Script.Single = (consumer, _, _) =>
        {
            last.Add(consumer.IsLastAttempt);
            throw new InvalidOperationException("bad");
        };

        scene.Start(InRetry.At(3, attempts: 4, topic: Second));

        FakeProducer.Sent letter = Assert.Single(scene.Producer.Taken);
        Assert.Equal(("orders.dlq", "orders", "103", "5"), (letter.Target.Topic, letter.Message.Headers.Text("dlq.source.topic"), letter.Message.Headers.Text("dlq.source.offset"), letter.Message.Headers.Text("dlq.attempts")));
        Assert.Null(letter.Message.Headers.Text("dlq.due_at"));
        Assert.Equal([true], last);
        Assert.Equal(["dispatched 3 after 5", "delivered 3"], scene.Events.Where(told => told.Contains("patched", StringComparison.Ordinal) || told.StartsWith("delivered", StringComparison.Ordinal)));
    }

    [Fact]
    public void Without_a_dead_letter_topic_it_is_skipped_behind_the_last_one_only()
    {
        using PartitionScene first = new(topic => topic.DeadLetterQueue(queue => queue.None().RetryTopics(TimeSpan.FromSeconds(5))), typeof(SingleConsumer));
        using PartitionScene last = new(topic => topic.DeadLetterQueue(queue => queue.None().RetryTopics(TimeSpan.FromSeconds(5))), typeof(SingleConsumer), hop: 1);
        first.Script.Single = last.Script.Single = FailsAt(3);

        first.Start(Records.At(3));
        last.Start(InRetry.At(3));

        Assert.Equal(First, Assert.Single(first.Producer.Taken).Target.Topic);
        Assert.Empty(first.Told<DeadLetterSkipped>());
        Assert.Empty(last.Producer.Taken);
        Assert.Contains("skipped 3 after 2", last.Events);
    }

    [Fact]
    public void Retries_in_memory_come_before_each_move()
    {
        using PartitionScene scene = Scene(queue => queue.MaxRetries(1), hop: 1);
        scene.Script.Single = FailsAt(3);

        scene.Start(InRetry.At(3, attempts: 2)).Pass(TimeSpan.FromSeconds(2));

        Assert.Equal(["3 #3", "3 #4"], scene.Script.Runs);
        Assert.Equal("4", Assert.Single(scene.Producer.Taken).Message.Headers.Text("dlq.attempts"));
    }

    [Fact]
    public void Message_has_its_own_count_of_earlier_topics_whatever_is_counted_in_this_one()
    {
        foreach (bool independent in (bool[])[false, true])
        {
            using PartitionScene scene = Scene(queue => queue.MaxRetries(1).Independent(independent), hop: 1);
            scene.Script.Single = (_, message, _) => message.Offset < 2 ? throw new InvalidOperationException("bad") : Task.CompletedTask;

            scene.Start(InRetry.At(0, attempts: 7), InRetry.At(1, attempts: 2), InRetry.At(2, attempts: 4)).Pass(TimeSpan.FromSeconds(4));

            Assert.Equal(["0 #8", "0 #9", "1 #3", "1 #4", "2 #5"], scene.Script.Runs);
            Assert.Equal(["9", "4"], scene.Producer.Taken.Select(hop => hop.Message.Headers.Text("dlq.attempts")));
        }
    }

    [Fact]
    public void Time_for_retries_counts_from_the_first_failure_wherever_it_was()
    {
        using PartitionScene scene = Scene(queue => queue.RetryFor(TimeSpan.FromSeconds(30)), hop: 1);
        scene.Script.Single = FailsAt(3);

        scene.Start(InRetry.At(3, attempts: 2, firstFailedAt: InRetry.Start.AddSeconds(-40)));

        Assert.Equal(["3 #3"], scene.Script.Runs);
        Assert.Equal(Second, Assert.Single(scene.Producer.Taken).Target.Topic);
    }

    [Fact]
    public void Message_that_somebody_else_wrote_there_is_run_like_a_new_one()
    {
        using PartitionScene scene = Scene(hop: 1);
        scene.Script.Single = FailsAt(3);

        scene.Start(Records.At(3, topic: First)).Pass(TimeSpan.FromSeconds(6));

        Assert.Equal(["3 #1"], scene.Script.Runs);
        Assert.Equal(Second, Assert.Single(scene.Producer.Taken).Target.Topic);
    }

    [Fact]
    public void Refused_move_holds_the_commit_and_the_message_is_not_run_again()
    {
        using PartitionScene scene = Scene();
        scene.Script.Single = FailsAt(1);
        scene.Producer.Throws.Enqueue(FakeProducer.Error(ErrorCode.TopicAuthorizationFailed));

        scene.Start(Records.From(0, 3));
        Assert.Equal(1, scene.Offsets.Committable);
        Assert.Empty(scene.Told<MessageRetryScheduled>());
        Assert.Equal(First, Assert.Single(scene.Told<DeadLetterFailed>()).TargetTopic);

        scene.Pass(TimeSpan.FromSeconds(30));
        Assert.Equal(["0 #1", "1 #1", "2 #1", "3 #1"], scene.Script.Runs);
        Assert.Equal(4, scene.Offsets.Committable);
        Assert.Single(scene.Told<MessageRetryScheduled>());
    }

    [Fact]
    public void Message_given_up_by_hand_in_a_retry_topic_is_a_letter_of_its_source()
    {
        using PartitionScene scene = new(Retried(_ => { }), hop: 1);
        scene.Script.Batch = (consumer, _) =>
        {
            consumer.GiveUp(consumer.Batch.First, "enough");
            return Task.CompletedTask;
        };

        scene.Start(InRetry.At(3, attempts: 2));

        Headers letter = Assert.Single(scene.Producer.Taken).Message.Headers;
        Assert.Equal(("orders-0-103@shop#1", "3", "2025-12-31T23:59:00.000Z", null), (letter.Text("dlq.id"), letter.Text("dlq.attempts"), letter.Text("dlq.first_failed_at"), letter.Text("dlq.due_at")));
    }

    private static Func<SingleConsumer, Message, CancellationToken, Task> FailsAt(long offset) =>
        (_, message, _) => message.Offset == offset ? throw new InvalidOperationException("bad") : Task.CompletedTask;

    private static PartitionScene Scene(Action<DeadLetterQueueBuilder>? say = null, int hop = 0) => new(Retried(say ?? (_ => { })), typeof(SingleConsumer), hop: hop);

    private static Action<TopicBuilder> Retried(Action<DeadLetterQueueBuilder> say) => topic => topic.DeadLetterQueue(queue =>
    {
        queue.Topic("orders.dlq").RetryTopics(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1));
        say(queue);
    });
}
