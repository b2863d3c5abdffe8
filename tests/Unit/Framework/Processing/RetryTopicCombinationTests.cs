using Confluent.Kafka;
using Kafka.Dlq.Connection;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Processing;
using Kafka.Dlq.Tests.Unit.Dlq.Spool;
using Kafka.Dlq.Tests.Unit.Dlq.Support;
using Kafka.Dlq.Tests.Unit.Framework.Support;
using Kafka.Dlq.Tests.Unit.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Processing;

/// <summary>Retry topics beside what else may be said of a queue or a topic.</summary>
public sealed class RetryTopicCombinationTests
{
    private const string First = "orders.shop.retry.5s";
    private const string Second = "orders.shop.retry.1m";

    private bool _isDown = true;

    [Theory]
    [InlineData(Isolation.Bisect)]
    [InlineData(Isolation.Singly)]
    public void Culprits_of_a_batch_move_on_alone_each_with_its_count(Isolation isolation)
    {
        using PartitionScene scene = new(Retried(queue => queue.Isolate(isolation)), hop: 1);
        scene.Script.Batch = (consumer, _) => consumer.Batch.Any(message => message.Offset.Value is 1 or 3) ? throw new InvalidOperationException("bad") : Task.CompletedTask;

        scene.Start(InRetry.At(0), InRetry.At(1, attempts: 5), InRetry.At(2), InRetry.At(3, attempts: 2));

        Assert.Equal([101L, 103L], scene.Producer.Offsets);
        Assert.All(scene.Producer.Taken, hop => Assert.Equal(Second, hop.Target.Topic));

        // Each was in two runs or more of this topic, after those that its own headers tell of.
        int[] attempts = [.. scene.Producer.Taken.Select(hop => int.Parse(hop.Header("dlq.attempts"), System.Globalization.CultureInfo.InvariantCulture))];
        Assert.InRange(attempts[0], 7, 8);
        Assert.InRange(attempts[1], 4, 5);
        Assert.Equal(4, scene.Offsets.Committable);
    }

    [Fact]
    public void Whole_batch_moves_on_together_each_message_with_its_own_past()
    {
        using PartitionScene scene = new(Retried(queue => queue.Isolate(Isolation.WholeBatch)), hop: 1);
        scene.Script.Batch = (_, _) => throw new InvalidOperationException("bad");

        scene.Start(InRetry.At(0, attempts: 5), InRetry.At(1, attempts: 2, firstFailedAt: InRetry.Start.AddSeconds(-9)));

        Assert.Equal([(100L, "6", "2025-12-31T23:59:00.000Z"), (101L, "3", "2025-12-31T23:59:51.000Z")], scene.Producer.Taken.Select(hop => (hop.SourceOffset, hop.Header("dlq.attempts"), hop.Header("dlq.first_failed_at"))));
    }

    [Fact]
    public void Open_breaker_keeps_messages_from_retry_topics_too()
    {
        using PartitionScene scene = Breaking();
        scene.Start(Records.From(0, 9));

        Assert.Equal([0L, 1L], scene.Producer.Offsets);
        Assert.Contains("the breaker of its dead letter queue is open", scene.Worker.Assignment.Held?.Why, StringComparison.Ordinal);
        _isDown = false;
        scene.Pass(TimeSpan.FromSeconds(5));

        Assert.Equal(10, scene.Offsets.Committable);
        Assert.Equal(2, scene.Producer.Taken.Count);
    }

    [Fact]
    public void Topic_and_its_retry_topics_have_one_breaker()
    {
        using PartitionScene scene = Breaking();
        PartitionWorker retried = scene.Add(0, scene.Topics[1]);
        scene.Start(Records.From(0, 9));
        scene.Do(() => retried.Start(Task.CompletedTask));
        scene.Do(() => retried.Assignment.Buffer.Put([InRetry.At(3)]));
        Assert.NotNull(retried.Assignment.Held);
        Assert.DoesNotContain("3 #2", scene.Script.Runs);

        _isDown = false;
        scene.Pass(TimeSpan.FromSeconds(5));

        Assert.Equal((10L, 4L), (scene.Offsets.Committable, retried.Assignment.Offsets.Committable));
        Assert.Single(scene.Told<BreakerClosed>());
    }

    [Fact]
    public void Moves_do_not_count_as_letters_of_the_breaker()
    {
        using PartitionScene scene = Breaking();
        scene.Start([.. Enumerable.Range(0, 6).Select(offset => Records.At(offset, key: "bad"))]);

        Assert.Equal(6, scene.Producer.Taken.Count);
        Assert.Null(scene.Worker.Assignment.Held);
    }

    [Fact]
    public void Run_that_takes_too_long_moves_on()
    {
        using PartitionScene scene = new(topic => Retried(_ => { })(topic.Timeout(TimeSpan.FromSeconds(2))), typeof(SingleConsumer), hop: 1);
        scene.Script.Single = (_, _, token) => Task.Delay(Timeout.InfiniteTimeSpan, token);

        scene.Start(InRetry.At(3)).Pass(TimeSpan.FromSeconds(2));
        scene.Until(() => scene.Producer.Taken.Count > 0, "the move");

        Assert.Equal((Second, "timeout", "2"), (scene.Producer.Taken[0].Target.Topic, scene.Producer.Taken[0].Header("dlq.error.kind"), scene.Producer.Taken[0].Header("dlq.attempts")));
    }

    [Fact]
    public void Strategy_is_told_all_attempts_and_may_have_it_retried_later()
    {
        List<int> attempts = [];
        using PartitionScene scene = new(
            Retried(queue => queue.Strategy(failure =>
            {
                attempts.Add(failure.Attempt);
                Assert.IsType<RecoveryAction.RetryLater>(failure.Usual);
                return failure.Attempt == 3 ? new RecoveryAction.Retry(TimeSpan.Zero) : new RecoveryAction.RetryLater();
            })),
            typeof(SingleConsumer),
            hop: 1);
        scene.Script.Single = (_, _, _) => throw new InvalidOperationException("bad");

        scene.Start(InRetry.At(3, attempts: 2));

        Assert.Equal([3, 4], attempts);
        Assert.Equal(Second, Assert.Single(scene.Producer.Taken).Target.Topic);
    }

    [Fact]
    public void Retry_later_behind_the_last_retry_topic_is_a_letter()
    {
        using PartitionScene scene = new(Retried(queue => queue.On<InvalidOperationException>().RetryLater()), typeof(SingleConsumer), hop: 2);
        scene.Script.Single = (_, _, _) => throw new InvalidOperationException("bad");

        scene.Start(InRetry.At(3, topic: Second));

        Assert.Equal("orders.dlq", Assert.Single(scene.Producer.Taken).Target.Topic);
    }

    [Fact]
    public void Rule_that_answers_otherwise_is_not_kept_from_it()
    {
        using PartitionScene scene = new(Retried(queue => queue.On<FormatException>().DeadLetter("orders.malformed")), typeof(SingleConsumer));
        scene.Script.Single = (_, message, _) => message.Offset == 0 ? throw new FormatException("no order") : throw new InvalidOperationException("bad");

        scene.Start(Records.From(0, 1));

        Assert.Equal(["orders.malformed", First], scene.Producer.Taken.Select(sent => sent.Target.Topic));
    }

    [Fact]
    public void What_is_said_of_letters_changes_nothing_on_the_way()
    {
        using PartitionScene scene = new(
            Retried(queue => queue
                .Redact(text => text.Replace("secret", "***", StringComparison.Ordinal))
                .RedactHeaders((_, _) => null)
                .Enrich((letter, _) => letter.Value = [0])
                .OmitHeaders("tenant", "dlq.host")
                .Fingerprint()
                .MaxLetterBytes(1_024)),
            typeof(SingleConsumer));
        scene.Script.Single = (_, _, _) => throw new InvalidOperationException("a secret");
        string value = new('x', 2_000);
        Message message = Records.Create(Records.Plain, Records.Data(0) with { Data = new(Records.Stamp(0), null, Records.Bytes(value), Some.Headers(("tenant", "a"))) });

        scene.Start(message);

        FakeProducer.Sent hop = Assert.Single(scene.Producer.Taken);
        Assert.Equal(("a", "a ***", null), (hop.Message.Headers.Text("tenant"), hop.Message.Headers.Text("dlq.error.message"), hop.Message.Headers.Text("dlq.host")));
        Assert.Equal(value, System.Text.Encoding.UTF8.GetString(hop.Message.Value!));
        Assert.Null(hop.Message.Headers.Text("dlq.fingerprint"));
    }

    [Fact]
    public void Only_letters_are_spooled()
    {
        foreach ((int hop, Message message, bool isSpooled) in ((int, Message, bool)[])[(1, InRetry.At(3), false), (2, InRetry.At(3, topic: Second), true)])
        {
            using PartitionScene scene = new(Retried(queue => queue.WhenUnavailable(UnavailablePolicy.Spool)), typeof(SingleConsumer), hop: hop);
            MemorySpoolLog log = new();
            scene.Spool = new LetterSpool(cluster: null, "orders.dlq", log, scene.Dispatcher, () => scene.Producer, _ => { }, scene.Time);
            scene.Producer.Throws.Enqueue(FakeProducer.Error(ErrorCode.TopicAuthorizationFailed));
            scene.Script.Single = (_, _, _) => throw new InvalidOperationException("bad");

            scene.Start(message);

            Assert.Equal(isSpooled ? 1 : 0, scene.Told<DeadLetterSpooled>().Count);
            Assert.Equal(isSpooled ? 4 : 3, scene.Offsets.Committable ?? 3);
        }
    }

    [Fact]
    public void Message_that_killed_the_process_too_often_is_a_letter_at_once()
    {
        using PartitionScene scene = new(Retried(queue => queue.CrashGuard(3)), hop: 1);
        scene.Client.Stored = partition => new MarkedOffset(partition, 0, "kafka-dlq-crash/1 reach=4 crashes=2:3:1795608000");

        scene.Start(InRetry.At(0), InRetry.At(1), InRetry.At(2), InRetry.At(3));

        FakeProducer.Sent letter = Assert.Single(scene.Producer.Taken);
        Assert.Equal(("orders.dlq", "orders-0-102@shop#1", "crash", "4"), (letter.Target.Topic, letter.Header("dlq.id"), letter.Header("dlq.error.kind"), letter.Header("dlq.attempts")));
    }

    private PartitionScene Breaking()
    {
        BreakerOptions limits = new() { LettersPerMinute = 2, DistinctKeys = 3, ProbeInterval = TimeSpan.FromSeconds(5), ProbesPerMessage = 3 };
        PartitionScene scene = new(Retried(queue => queue.Breaker(limits)), typeof(SingleConsumer));
        scene.Script.Single = (_, _, _) => _isDown ? throw new TimeoutException("the database is down") : Task.CompletedTask;
        return scene;
    }

    private static Action<TopicBuilder> Retried(Action<DeadLetterQueueBuilder> say) => topic => topic.DeadLetterQueue(queue =>
    {
        queue.Topic("orders.dlq").RetryTopics(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1));
        say(queue);
    });
}
