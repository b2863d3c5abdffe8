using Kafka.Dlq.Processing;
using Kafka.Dlq.Tests.Unit.Framework.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Processing;

public sealed class StormTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly BreakerOptions Limits = new() { LettersPerMinute = 2, DistinctKeys = 3, ProbeInterval = 5 * Second, ProbesPerMessage = 3 };

    private bool _isDown = true;

    [Fact]
    public void Partition_holds_while_all_fail_tries_one_message_and_goes_on_without_having_lost_any()
    {
        using PartitionScene scene = Scene(Limits with { LettersPerMinute = 100 });
        scene.Start(Records.From(0, 9));
        Assert.Equal(["0 #1", "1 #1", "2 #1"], scene.Script.Runs);
        Assert.Equal([0L, 1L], scene.Producer.Offsets);
        Assert.Contains("the breaker of its dead letter queue is open, as 3 keys failed alike", scene.Worker.Assignment.Held?.Why, StringComparison.Ordinal);

        scene.Advance(5 * Second);
        Assert.Equal("2 #2", scene.Script.Runs[^1]);
        _isDown = false;
        scene.Advance(5 * Second);

        Assert.Equal(["2 #3", "3 #1", "4 #1", "5 #1", "6 #1", "7 #1", "8 #1", "9 #1"], scene.Script.Runs[4..]);
        Assert.Equal(2, scene.Producer.Taken.Count);
        Assert.Equal(10, scene.Offsets.Committable);
        Assert.Null(scene.Worker.Assignment.Held);
        Assert.Equal(["opened: 3 keys failed alike and no run has ended well since", "probing 0/2", "probing 0/2", "closed after 10 s"], scene.Events.Where(IsOfBreaker));
    }

    [Fact]
    public void Message_that_never_recovers_is_given_up_after_its_tries()
    {
        using PartitionScene scene = Scene(Limits with { LettersPerMinute = 100 });
        scene.Start(Records.From(0, 3));
        for (int i = 0; i < 3; i++)
        {
            scene.Advance(5 * Second);
        }

        Assert.Equal([0L, 1L, 2L], scene.Producer.Offsets);
        _isDown = false;
        scene.Advance(5 * Second);
        Assert.Equal(4, scene.Offsets.Committable);
    }

    [Fact]
    public void One_bad_key_is_given_up_message_by_message_up_to_the_cap_and_opens_nothing()
    {
        using PartitionScene scene = Scene(Limits);
        Message[] messages = [.. Enumerable.Range(0, 4).Select(offset => Records.At(offset, key: "bad"))];
        scene.Start(messages);
        Assert.Equal(2, scene.Producer.Taken.Count);
        Assert.Contains("2 messages were given up within the last minute", scene.Worker.Assignment.Held?.Why, StringComparison.Ordinal);
        Assert.Single(scene.Told<ConsumingHold>());

        scene.Advance(60 * Second);
        Assert.Equal(["0 #1", "1 #1", "2 #1", "3 #1"], scene.Script.Runs);
        Assert.Equal(4, scene.Producer.Taken.Count);
        Assert.Equal(4, scene.Offsets.Committable);
        Assert.Empty(scene.Told<BreakerOpened>());
    }

    [Fact]
    public void What_failed_in_the_storm_has_all_its_attempts_again()
    {
        using PartitionScene scene = Scene(Limits, maxRetries: 1);
        PartitionWorker second = scene.Add(1);
        PartitionWorker third = scene.Add(2);
        scene.Start(Records.At(0));
        foreach (PartitionWorker worker in (PartitionWorker[])[second, third])
        {
            scene.Do(() => worker.Start(Task.CompletedTask));
            scene.Do(() => worker.Assignment.Buffer.Put([Records.At(0, partition: worker.Assignment.Partition.Partition.Value)]));
        }

        Assert.Equal(3, scene.Script.Runs.Count);
        _isDown = false;
        scene.Advance(5 * Second);

        Assert.Equal(["0 #1", "0 #1", "0 #2"], scene.Script.Runs[3..].Order());
        Assert.Empty(scene.Producer.Taken);
    }

    [Fact]
    public void Partition_that_is_revoked_while_it_tries_leaves_the_try_to_another()
    {
        using PartitionScene scene = Scene(Limits with { LettersPerMinute = 100 });
        PartitionWorker second = scene.Add(1);
        scene.Start(Records.From(0, 4));
        scene.Do(() => second.Start(Task.CompletedTask));
        scene.Do(() => second.Assignment.Buffer.Put([Records.At(7, partition: 1)]));
        scene.Script.Single = (_, message, token) => message.Partition == 0 ? Task.Delay(Timeout.InfiniteTimeSpan, token) : Task.CompletedTask;

        scene.Advance(5 * Second);
        if (scene.Told<BreakerProbing>()[^1].Message.Partition == 0)
        {
            scene.Revoke();
            scene.Until(() => second.Assignment.Offsets.Committable == 8, "the other partition's message");
        }

        Assert.Equal(8, second.Assignment.Offsets.Committable);
        Assert.Single(scene.Told<BreakerClosed>());
    }

    [Fact]
    public void Skipped_messages_wait_for_the_cap_too()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue(queue => queue.None().MaxRetries(0).Breaker(Limits)), typeof(SingleConsumer));
        scene.Script.Single = (_, _, _) => throw new TimeoutException("down");
        scene.Start([.. Enumerable.Range(0, 4).Select(offset => Records.At(offset, key: "bad"))]);

        Assert.Equal(2, scene.Told<DeadLetterSkipped>().Count);
    }

    private PartitionScene Scene(BreakerOptions limits, int maxRetries = 0)
    {
        PartitionScene scene = new(topic => topic.DeadLetterQueue(queue => queue.Topic("orders.dlq").MaxRetries(maxRetries).Breaker(limits)), typeof(SingleConsumer));
        scene.Script.Single = (_, _, _) => _isDown ? throw new TimeoutException("the database is down") : Task.CompletedTask;
        return scene;
    }

    private static bool IsOfBreaker(string text) => text.StartsWith("opened", StringComparison.Ordinal) || text.StartsWith("probing", StringComparison.Ordinal) || text.StartsWith("closed", StringComparison.Ordinal);
}
