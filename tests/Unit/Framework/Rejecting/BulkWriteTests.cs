using Kafka.Dlq.Tests.Unit.Framework.Support;
using System.Globalization;

namespace Kafka.Dlq.Tests.Unit.Framework.Rejecting;

/// <summary>A bulk write settles each message by its own result; only what may be written later is written again.</summary>
public sealed class BulkWriteTests
{
    private readonly List<string> _writes = [];
    private readonly Dictionary<long, Queue<BulkResult>> _results = [];

    [Fact]
    public void What_is_written_is_marked()
    {
        using PartitionScene scene = Scene();

        scene.Start(Records.From(0, 4));

        Assert.Equal(["0 1 2 3 4"], _writes);
        Assert.Equal(5, scene.Offsets.Committable);
    }

    [Fact]
    public void What_can_never_be_written_is_rejected_with_its_reason_and_the_rest_is_done()
    {
        Answers(1, BulkResult.Rejected(new FormatException("no number"), "mapping"));
        using PartitionScene scene = Scene();

        scene.Start(Records.From(0, 4));

        Assert.Equal(["0 1 2 3 4"], _writes);
        RecordRejected told = Assert.Single(scene.Told<RecordRejected>());
        Assert.Equal((1, "mapping", "no number"), (told.Message.Offset.Value, told.Reason, told.Error.Message));
        Assert.Equal(5, scene.Offsets.Committable);
        Assert.Empty(scene.Told<ErrorOccurred>());
    }

    [Fact]
    public void What_may_be_written_later_is_written_again_alone()
    {
        Answers(1, BulkResult.Retryable(new TimeoutException("busy")), BulkResult.Retryable(new TimeoutException("busy")));
        Answers(3, BulkResult.Retryable(new TimeoutException("busy")));
        using PartitionScene scene = Scene();

        scene.Start(Records.From(0, 4));
        Assert.Equal(1, scene.Offsets.Committable);
        scene.Advance(TimeSpan.FromSeconds(1)).Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(["0 1 2 3 4", "1 3", "1"], _writes);
        Assert.Equal(["error Consume 1 #1", "error Consume 1 #2"], scene.Events.Where(text => text.StartsWith("error", StringComparison.Ordinal)));
        Assert.Equal(5, scene.Offsets.Committable);
    }

    [Fact]
    public void What_stays_unwritten_becomes_a_letter_and_the_others_are_not_written_again()
    {
        Answers(1, BulkResult.Retryable(new TimeoutException("busy")), BulkResult.Retryable(new TimeoutException("busy")));
        Answers(3, BulkResult.Rejected(new FormatException("no number")));
        using PartitionScene scene = Scene(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 1));

        scene.Start(Records.From(0, 4));
        scene.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["0 1 2 3 4", "1"], _writes);
        Assert.Equal([1], scene.Producer.Offsets);
        Assert.Equal([3], scene.Told<RecordRejected>().Select(told => told.Message.Offset.Value));
        Assert.Equal(5, scene.Offsets.Committable);
    }

    [Fact]
    public void With_throw_what_can_never_be_written_is_the_retry_engines()
    {
        FormatException never = new("no number");
        Answers(1, BulkResult.Rejected(never), BulkResult.Rejected(never));
        using PartitionScene scene = Scene(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 1), DeadLetterAction.Throw);

        scene.Start(Records.From(0, 4));
        scene.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["0 1 2 3 4", "1"], _writes);
        Assert.Same(never, Assert.Single(scene.Told<DeadLetterDelivered>()).Error);
        Assert.Equal(5, scene.Offsets.Committable);
    }

    [Fact]
    public void Results_that_do_not_fit_fail_the_run_and_settle_nothing()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterAction(DeadLetterAction.None));
        scene.Script.Batch = (consumer, _) => consumer.WriteBulk(_ => Task.FromResult<IReadOnlyList<BulkResult>>([BulkResult.Written]));

        scene.Start(Records.From(0, 4));

        Assert.Contains("gave 1 results for 5 messages", Assert.Single(scene.Told<ErrorOccurred>()).Error.Message, StringComparison.Ordinal);
        Assert.Null(scene.Offsets.Committable);
    }

    private void Answers(long offset, params BulkResult[] results) => _results[offset] = new Queue<BulkResult>(results);

    private PartitionScene Scene(Action<TopicBuilder>? configure = null, DeadLetterAction? action = null)
    {
        PartitionScene scene = new(topic =>
        {
            topic.DeadLetterAction(action ?? DeadLetterAction.None);
            configure?.Invoke(topic);
        });
        scene.Script.Batch = (consumer, _) => consumer.WriteBulk(messages =>
        {
            _writes.Add(string.Join(' ', messages.Select(message => message.Offset.Value.ToString(CultureInfo.InvariantCulture))));
            return Task.FromResult<IReadOnlyList<BulkResult>>([.. messages.Select(message => _results.TryGetValue(message.Offset.Value, out Queue<BulkResult>? next) && next.TryDequeue(out BulkResult result) ? result : BulkResult.Written)]);
        });
        return scene;
    }
}
