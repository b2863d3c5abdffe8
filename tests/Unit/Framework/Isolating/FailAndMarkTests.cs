using Kafka.Dlq.Tests.Unit.Framework.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Isolating;

/// <summary>What a consumer may not say with Fail is refused aloud, and what it marks behind a message that failed waits until that is settled.</summary>
public sealed class FailAndMarkTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Marks_wait_behind_one_that_failed()
    {
        using PartitionScene scene = Scene(maxRetries: 1);
        List<bool> marked = [];
        scene.Script.Batch = (consumer, _) =>
        {
            foreach (Message message in consumer.Batch)
            {
                if (message.Offset == 2)
                {
                    consumer.Fail(message, new FormatException());
                }
                else
                {
                    marked.Add(consumer.Mark(message));
                }
            }

            return Task.CompletedTask;
        };

        scene.Start(Records.From(0, 4));
        Assert.Equal(2, scene.Offsets.Committable);
        scene.Advance(Second);

        Assert.All(marked, Assert.True);
        Assert.Equal([2L], scene.Producer.Offsets);
        Assert.Equal(5, scene.Offsets.Committable);
    }

    [Fact]
    public void With_offsets_by_hand_only_what_was_marked_is()
    {
        using PartitionScene scene = new(topic => topic.ManualOffsetManagement().DeadLetterQueue(queue => queue.Topic("orders.dlq").MaxRetries(0).MarkAfterDispatch(true)));
        scene.Script.Batch = (consumer, _) =>
        {
            consumer.Fail(consumer.Batch[1], new FormatException());
            consumer.Mark(consumer.Batch[3]);
            return Task.CompletedTask;
        };

        scene.Start(Records.From(0, 5));

        Assert.Equal(4, scene.Offsets.Committable);
        Assert.Equal(["0-5 #1"], scene.Script.Runs);
    }

    [Fact]
    public void Second_word_on_a_message_changes_nothing()
    {
        using PartitionScene scene = Scene(maxRetries: 0);
        scene.Script.Batch = (consumer, _) =>
        {
            consumer.Fail(consumer.Batch.First, new FormatException("first"));
            consumer.Fail(consumer.Batch.First, new InvalidOperationException("second"));
            return Task.CompletedTask;
        };

        scene.Start(Records.From(0, 0));

        Assert.Equal("first", Assert.Single(scene.Producer.Taken).Header("dlq.error.message"));
        Assert.Single(scene.Told<ErrorOccurred>());
    }

    [Fact]
    public void Message_of_another_run_is_refused()
    {
        using PartitionScene scene = Scene(maxRetries: 0);
        List<Exception?> refused = [];
        Message first = Records.From(0, 0)[0];
        scene.Script.Batch = (consumer, _) =>
        {
            refused.Add(Record.Exception(() => consumer.Fail(first, new FormatException())));
            return Task.CompletedTask;
        };

        scene.Start(first).Arrive(Records.From(1, 2));

        Assert.Null(refused[0]);
        Assert.Contains("orders/0/0 is not one of the messages at hand (orders/0/1 to orders/0/2)", Assert.IsType<ArgumentException>(refused[1]).Message, StringComparison.Ordinal);
        Assert.Equal([0L], scene.Producer.Offsets);
        Assert.Equal(3, scene.Offsets.Committable);
    }

    [Fact]
    public void Word_that_comes_after_the_run_is_refused_aloud()
    {
        using PartitionScene scene = Scene(maxRetries: 0);
        Message message = Records.From(0, 0)[0];
        scene.Start(message);

        Assert.Contains("no run is going on", Assert.Throws<InvalidOperationException>(() => scene.Script.Consumers[0].Fail(message, new FormatException())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Marked_message_is_refused()
    {
        using PartitionScene scene = Scene(maxRetries: 0);
        Exception? refused = null;
        scene.Script.Batch = (consumer, _) =>
        {
            consumer.Mark(consumer.Batch[1]);
            refused = Record.Exception(() => consumer.Fail(consumer.Batch[0], new FormatException()));
            return Task.CompletedTask;
        };

        scene.Start(Records.From(0, 2));

        Assert.Contains("was marked", Assert.IsType<InvalidOperationException>(refused).Message, StringComparison.Ordinal);
        Assert.Equal(3, scene.Offsets.Committable);
    }

    private static PartitionScene Scene(int maxRetries) => new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: maxRetries));
}
