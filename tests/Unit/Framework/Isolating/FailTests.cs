using Kafka.Dlq.Tests.Unit.Framework.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Isolating;

/// <summary>A batch consumer that names what failed and returns has handled the rest; each that failed is retried alone and given up in its turn.</summary>
public sealed class FailTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void Others_are_handled_and_each_that_failed_is_given_up_alone_and_in_order()
    {
        using PartitionScene scene = Scene(maxRetries: 1);
        Fails(scene, 2, 5);

        scene.Start(Records.From(0, 7));
        Assert.Equal(["0-7 #1"], scene.Script.Runs);
        Assert.Equal(2, scene.Offsets.Committable);
        scene.Advance(Second).Advance(Second);

        Assert.Equal(["0-7 #1", "2-2 #2", "5-5 #2"], scene.Script.Runs);
        Assert.Equal([2L, 5], scene.Producer.Offsets);
        Assert.Equal(["2", "2"], scene.Producer.Taken.Select(letter => letter.Header("dlq.attempts")));
        Assert.Equal(["System.FormatException", "System.FormatException"], scene.Producer.Taken.Select(letter => letter.Header("dlq.error.type")));
        Assert.Equal(8, scene.Offsets.Committable);
        Assert.Null(scene.Worker.Assignment.FailingSince);
    }

    [Fact]
    public void Without_retries_letters_follow_at_once_without_another_run()
    {
        using PartitionScene scene = Scene(maxRetries: 0);
        Fails(scene, 0, 1, 7);

        scene.Start(Records.From(0, 7)).Arrive(Records.From(8, 9));

        Assert.Equal(["0-7 #1", "8-9 #1"], scene.Script.Runs);
        Assert.Equal([0L, 1, 7], scene.Producer.Offsets);
        Assert.Equal(10, scene.Offsets.Committable);
    }

    [Fact]
    public void One_that_recovers_is_no_letter()
    {
        using PartitionScene scene = Scene(maxRetries: 3);
        scene.Script.Batch = (consumer, _) =>
        {
            if (consumer.Attempt < 3)
            {
                consumer.Fail(consumer.Batch.First, new FormatException("not yet"));
            }

            return Task.CompletedTask;
        };

        scene.Start(Records.From(0, 3)).Advance(Hour).Advance(Hour);

        Assert.Equal(["0-3 #1", "0-0 #2", "0-0 #3"], scene.Script.Runs);
        Assert.Empty(scene.Producer.Taken);
        Assert.Equal(4, scene.Offsets.Committable);
    }

    [Theory]
    [InlineData(Isolation.Bisect)]
    [InlineData(Isolation.Singly)]
    [InlineData(Isolation.WholeBatch)]
    public void Isolation_has_nothing_to_look_for(Isolation isolation)
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue(queue => queue.Topic("orders.dlq").MaxRetries(0).Isolate(isolation)));
        Fails(scene, 1, 2);

        scene.Start(Records.From(0, 3));

        Assert.Equal(["0-3 #1"], scene.Script.Runs);
        Assert.Equal([1L, 2], scene.Producer.Offsets);
    }

    [Fact]
    public void Half_that_names_its_culprit_is_settled_and_the_other_half_is_run()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue(queue => queue.Topic("orders.dlq").MaxRetries(0).Isolate(Isolation.Bisect)));
        scene.Script.Batch = (consumer, _) =>
        {
            if (consumer.Batch.Count == 4)
            {
                throw new InvalidOperationException("one of four");
            }

            foreach (Message message in consumer.Batch.Where(message => message.Offset == 1))
            {
                consumer.Fail(message, new FormatException("bad"));
            }

            return Task.CompletedTask;
        };

        scene.Start(Records.From(0, 3));

        Assert.Equal(["0-3 #1", "0-1 #2", "2-3 #2"], scene.Script.Runs);
        Assert.Equal([1L], scene.Producer.Offsets);
        Assert.Equal(4, scene.Offsets.Committable);
    }

    [Fact]
    public void Without_a_queue_it_is_retried_for_ever_alone()
    {
        using PartitionScene scene = new();
        Fails(scene, 1);

        scene.Start(Records.From(0, 3)).Advance(Hour).Advance(Hour);

        Assert.Equal(["0-3 #1", "1-1 #2", "1-1 #3", "1-1 #4"], scene.Script.Runs[..4]);
        Assert.All(scene.Script.Runs[1..], run => Assert.StartsWith("1-1 ", run, StringComparison.Ordinal));
        Assert.Equal(1, scene.Offsets.Committable);
    }

    [Fact]
    public void Without_a_topic_each_is_skipped()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue(queue => queue.None().MaxRetries(0)));
        Fails(scene, 1, 3);

        scene.Start(Records.From(0, 3));

        Assert.Equal([1L, 3], scene.Told<DeadLetterSkipped>().Select(skipped => skipped.Message.Offset.Value));
        Assert.Equal(4, scene.Offsets.Committable);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Each_has_its_own_count_of_runs(bool independent)
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 2, independent: independent));
        Fails(scene, 0, 1);

        scene.Start(Records.From(0, 1)).Advance(Hour).Advance(Hour).Advance(Hour).Advance(Hour);

        Assert.Equal(["0-1 #1", "0-0 #2", "0-0 #3", "1-1 #2", "1-1 #3"], scene.Script.Runs);
        Assert.Equal([0L, 1], scene.Producer.Offsets);
    }

    [Fact]
    public void Rules_see_each_error_by_itself()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue(queue => queue
            .Topic("orders.dlq").On<FormatException>().DeadLetter("malformed").On<KeyNotFoundException>().Skip().Otherwise().Stop()));
        scene.Script.Batch = (consumer, _) =>
        {
            consumer.Fail(consumer.Batch[3], new KeyNotFoundException());
            consumer.Fail(consumer.Batch[1], new FormatException());
            return Task.CompletedTask;
        };

        scene.Start(Records.From(0, 3));

        Assert.Equal([("malformed", 1L)], scene.Told<DeadLetterDispatched>().Select(letter => (letter.TargetTopic, letter.Message.Offset.Value)));
        Assert.Equal(3, Assert.Single(scene.Told<DeadLetterSkipped>()).Message.Offset.Value);
        Assert.Empty(scene.HostStops);
    }

    [Fact]
    public void Critical_one_stops_the_host_in_its_turn_and_is_not_marked()
    {
        using PartitionScene scene = Scene(maxRetries: 0);
        scene.Script.Batch = (consumer, _) =>
        {
            consumer.Fail(consumer.Batch[1], new FormatException());
            consumer.Fail(consumer.Batch[2], new CriticalConsumerException("disk"));
            return Task.CompletedTask;
        };

        scene.Start(Records.From(0, 3));

        Assert.Single(scene.HostStops);
        Assert.Equal([1L], scene.Producer.Offsets);
        Assert.Equal(2, scene.Offsets.Committable);
    }

    [Fact]
    public void Run_that_throws_all_the_same_has_failed_as_a_whole()
    {
        using PartitionScene scene = Scene(maxRetries: 1);
        scene.Script.Batch = (consumer, _) =>
        {
            foreach (Message message in consumer.Batch.Where(message => message.Offset == 2))
            {
                consumer.Fail(message, new FormatException("bad"));
                throw new InvalidOperationException("gave up");
            }

            return Task.CompletedTask;
        };

        scene.Start(Records.From(0, 3)).Advance(Second);

        Assert.Equal(["0-3 #1", "0-3 #2", "0-1 #3", "2-2 #3", "3-3 #1"], scene.Script.Runs);
        Assert.Equal([2L], scene.Producer.Offsets);
        Assert.Equal(4, scene.Offsets.Committable);
    }

    [Fact]
    public void Seek_of_the_same_run_is_followed_and_the_rest_is_run_again()
    {
        using PartitionScene scene = Scene(maxRetries: 0);
        scene.Script.Batch = (consumer, _) =>
        {
            if (scene.Script.Runs.Count == 1)
            {
                consumer.Fail(consumer.Batch[1], new FormatException("bad"));
                consumer.GoTo(1);
            }

            return Task.CompletedTask;
        };

        scene.Start(Records.From(0, 3));

        Assert.Equal(["0-3 #1", "1-3 #1"], scene.Script.Runs);
        Assert.Empty(scene.Producer.Taken);
        Assert.Equal(4, scene.Offsets.Committable);
    }

    [Fact]
    public void Consumer_of_single_messages_fails_the_one_at_hand_and_no_other()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 1), typeof(SingleConsumer));
        Message[] messages = Records.From(0, 2);
        Exception? refused = null;
        scene.Script.Single = (consumer, message, _) =>
        {
            if (message.Offset == 1)
            {
                consumer.Fail(message, new FormatException("bad"));
                refused = Record.Exception(() => consumer.Fail(messages[2], new FormatException()));
            }

            return Task.CompletedTask;
        };

        scene.Start(messages).Advance(Second);

        Assert.Equal(["0 #1", "1 #1", "1 #2", "2 #1"], scene.Script.Runs);
        Assert.Equal("System.FormatException", Assert.Single(scene.Producer.Taken).Header("dlq.error.type"));
        Assert.IsType<ArgumentException>(refused);
        Assert.Equal(3, scene.Offsets.Committable);
    }

    [Fact]
    public void Storm_is_seen_at_once_and_what_it_had_fail_is_run_again_instead_of_given_up()
    {
        BreakerOptions limits = new() { DistinctKeys = 3, ProbeInterval = 5 * Second };
        using PartitionScene scene = new(topic => topic.DeadLetterQueue(queue => queue.Topic("orders.dlq").MaxRetries(0).Breaker(limits)));
        bool isDown = true;
        scene.Script.Batch = (consumer, _) =>
        {
            foreach (Message message in consumer.Batch.Where(_ => isDown))
            {
                consumer.Fail(message, new TimeoutException("database"));
            }

            return Task.CompletedTask;
        };

        scene.Start([.. Enumerable.Range(0, 6).Select(offset => Records.At(offset, key: $"{offset}"))]);
        Assert.Single(scene.Told<BreakerOpened>());
        isDown = false;
        scene.Advance(5 * Second);

        Assert.Empty(scene.Producer.Taken);
        Assert.Equal(6, scene.Offsets.Committable);
        Assert.Single(scene.Told<BreakerOpened>());
    }

    [Fact]
    public void Revoke_leaves_what_is_not_settled_to_the_next_owner()
    {
        using PartitionScene scene = Scene(maxRetries: 1);
        Fails(scene, 2, 5);
        scene.Start(Records.From(0, 7));

        scene.Revoke();

        Assert.Empty(scene.Producer.Taken);
        Assert.Equal(2, scene.Offsets.Committable);
    }

    private static PartitionScene Scene(int maxRetries) => new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: maxRetries));

    private static void Fails(PartitionScene scene, params long[] offsets) => scene.Script.Batch = (consumer, _) =>
    {
        foreach (Message message in consumer.Batch.Where(message => offsets.Contains(message.Offset.Value)))
        {
            consumer.Fail(message, new FormatException($"{message} is bad"));
        }

        return Task.CompletedTask;
    };
}
