using Kafka.Dlq.Tests.Unit.Framework.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Processing;

/// <summary>A strategy that is a class is made with the container's services, lives as long as its consumer, and holds its partition while it cannot be made.</summary>
public sealed class StrategyOfTheContainerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Strategy_is_made_at_the_first_failure_once_for_its_consumer()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue(queue => queue.Topic("orders.dlq").Strategy<Counting>()));
        scene.Script.Batch = (consumer, _) => consumer.Batch.First.Offset < 2 ? throw new InvalidOperationException("bad") : Task.CompletedTask;

        scene.Start(Records.From(0, 2));

        Assert.Equal(["initialized", "strategy made", "asked 1", "asked 2"], scene.Script.Told);
        Assert.Equal([0, 1], scene.Told<DeadLetterSkipped>().Select(skipped => skipped.Message.Offset.Value));
    }

    [Fact]
    public void Strategy_ends_with_its_consumer()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue(queue => queue.Topic("orders.dlq").Strategy<Counting>()));
        scene.Script.Batch = (_, _) => throw new InvalidOperationException("bad");
        scene.Start(Records.From(0, 0));

        scene.Revoke();

        Assert.Equal(["revoked", "disposed", "strategy disposed"], scene.Script.Told.TakeLast(3));
    }

    [Fact]
    public void Strategy_that_cannot_be_made_holds_the_partition_until_it_can()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue(queue => queue.Topic("orders.dlq").Strategy<Counting>()));
        scene.Script.Batch = (_, _) => throw new InvalidOperationException("bad");
        int made = 0;
        scene.Script.Hooks["strategy"] = (_, _) => ++made < 2 ? throw new TimeoutException("no settings") : Task.CompletedTask;

        scene.Start(Records.From(0, 0));
        Assert.Contains("no settings", Assert.Single(scene.Told<ErrorOccurred>(), error => error.Type == ErrorType.Strategy).Error.Message, StringComparison.Ordinal);
        Assert.Null(scene.Offsets.Committable);
        scene.Advance(Second);

        Assert.Equal(1, scene.Offsets.Committable);
        Assert.Equal(["0-0 #1"], scene.Script.Runs);
    }

    internal sealed class Counting : IRecoveryStrategy, IDisposable
    {
        private readonly Script _script;
        private int _asked;

        public Counting(Script script)
        {
            _script = script;
            script.Hooks.GetValueOrDefault("strategy")?.Invoke(null!, CancellationToken.None);
            script.Told.Add("strategy made");
        }

        public RecoveryAction Decide(MessageFailure failure)
        {
            _script.Told.Add($"asked {++_asked}");
            return new RecoveryAction.Skip();
        }

        public void Dispose() => _script.Told.Add("strategy disposed");
    }
}
