using Kafka.Dlq.Tests.Unit.Framework.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Rejecting;

/// <summary>Where unreadable payloads are rejected, the consumer is given only the others, and offsets move on behind both.</summary>
public sealed class BatchScreenTests
{
    private static readonly string[] Payloads = ["x", "1", "2", "x", "4", "x"];

    [Fact]
    public void Consumer_is_given_what_can_be_read_and_the_offset_moves_behind_all()
    {
        using PartitionScene scene = Scene();
        List<long> seen = [];
        scene.Script.Batch = (consumer, _) =>
        {
            seen.AddRange(consumer.Batch.Select(message => message.Offset.Value));
            return Task.CompletedTask;
        };

        scene.Start(Messages());

        Assert.Equal([1, 2, 4], seen);
        Assert.Equal(["1-4 #1"], scene.Script.Runs);
        Assert.Equal([0, 3, 5], scene.Told<RecordRejected>().Select(told => told.Message.Offset.Value));
        Assert.All(scene.Told<RecordRejected>(), told => Assert.IsType<MessageDeserializationException>(told.Error));
        Assert.Equal(6, scene.Offsets.Committable);
        Assert.Empty(scene.Told<ErrorOccurred>());
    }

    [Fact]
    public void Batch_of_which_nothing_can_be_read_is_passed_without_a_run()
    {
        using PartitionScene scene = Scene();

        scene.Start(Records.At(0, payload: "x"), Records.At(1, payload: "y"));

        Assert.Empty(scene.Script.Runs);
        Assert.Equal(2, scene.Offsets.Committable);
        scene.Arrive(Records.At(2, payload: "2"));
        Assert.Equal(["2-2 #1"], scene.Script.Runs);
    }

    [Fact]
    public void Repeated_run_rejects_the_unreadable_ones_once()
    {
        using PartitionScene scene = Scene();
        int runs = 0;
        scene.Script.Batch = (_, _) => ++runs < 3 ? throw new TimeoutException("later") : Task.CompletedTask;

        scene.Start(Messages());
        scene.Advance(TimeSpan.FromSeconds(1)).Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(["1-4 #1", "1-4 #2", "1-4 #3"], scene.Script.Runs);
        Assert.Equal(3, scene.Told<RecordRejected>().Count);
        Assert.Equal(6, scene.Offsets.Committable);
    }

    [Fact]
    public void Message_that_is_given_up_goes_alone()
    {
        using PartitionScene scene = Scene(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 0));
        scene.Script.Batch = (consumer, _) => consumer.Batch.Any(message => message.Offset.Value == 2) ? throw new TimeoutException("later") : Task.CompletedTask;

        scene.Start(Messages());

        Assert.Equal([1, 2], scene.Producer.Offsets);
        Assert.Equal(["1-4 #1", "2-4 #1", "4-4 #1"], scene.Script.Runs);
        Assert.Equal(6, scene.Offsets.Committable);
    }

    [Fact]
    public void With_throw_nothing_is_read_before_it_is_asked_for()
    {
        using PartitionScene scene = new(topic => topic.Deserializer(Json.For<int>()).DeadLetterAction(DeadLetterAction.None).DeserializationAction(DeadLetterAction.Throw).DeadLetterQueue("orders.dlq", maxRetries: 0));
        scene.Script.Batch = (consumer, _) =>
        {
            foreach (Message message in consumer.Batch)
            {
                consumer.Try(message, () => message.Payload<int>());
                consumer.Mark(message);
            }

            return Task.CompletedTask;
        };

        scene.Start([.. Messages().Skip(1)]);

        Assert.Empty(scene.Told<RecordRejected>());
        Assert.Equal([3, 5], scene.Producer.Offsets);
        Assert.Equal("deserialization", scene.Producer.Taken[0].Header("dlq.error.kind"));
    }

    [Fact]
    public void Offsets_managed_by_hand_are_not_marked()
    {
        using PartitionScene scene = Scene(topic => topic.ManualOffsetManagement());

        scene.Start(Records.At(0, payload: "x"));

        Assert.Null(scene.Offsets.Committable);
        Assert.Single(scene.Told<RecordRejected>());
    }

    private static PartitionScene Scene(Action<TopicBuilder>? configure = null) => new(topic =>
    {
        topic.Deserializer(Json.For<int>(), DeadLetterAction.None);
        configure?.Invoke(topic);
    });

    private static Message[] Messages() => [.. Payloads.Select((payload, offset) => Records.At(offset, payload: payload))];
}
