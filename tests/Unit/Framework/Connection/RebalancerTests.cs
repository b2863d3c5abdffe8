using Confluent.Kafka;
using Kafka.Dlq.Connection;
using Kafka.Dlq.Processing;
using Kafka.Dlq.Routing;
using Kafka.Dlq.Tests.Unit.Framework.Support;
using Kafka.Dlq.TimeLimits;

namespace Kafka.Dlq.Tests.Unit.Framework.Connection;

public sealed class RebalancerTests : IDisposable
{
    private static readonly TopicPartition Orders = new("orders", 0);

    private readonly PartitionScene _scene = new();
    private readonly FetchedRecords _records = new(100);
    private readonly EndingWork _ending;
    private readonly Rebalancer _rebalancer;

    public RebalancerTests()
    {
        SubscriptionGroupRoute group = Routed.Table(draw => draw.Topic("orders", topic => topic.Consumer<BatchConsumer>())).Groups[0].SubscriptionGroups[0];
        TopicLookup topics = new(group, [.. group.Topics.Select(Routed.Of)]);
        _scene.Assignments.Remove(Orders);
        _ending = new EndingWork(_scene.Executor, _scene.Pumped, _scene.Time);
        _rebalancer = new Rebalancer("shop", topics, _scene.Assignments, _records, _scene.Workers, _scene.Committer, _ending, _scene.Pumped);
    }

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void An_assigned_partition_is_worked_on()
    {
        PartitionWorker worker = Assign();
        Put(worker, Records.From(0, 3));

        Assert.Equal(["0-3 #1"], _scene.Script.Runs);
        _scene.Until(() => _scene.Told<PartitionsAssigned>().Count == 1, "the assignment to be told");
        Assert.Equal([Orders], _scene.Told<PartitionsAssigned>()[0].Partitions);
    }

    [Fact]
    public void Partitions_share_the_room_of_their_connection()
    {
        TopicPartition[] many = [.. Enumerable.Range(0, 24).Select(number => new TopicPartition("orders", number))];
        _scene.Do(() => _rebalancer.Assigned(many));
        Assert.All(_scene.Assignments.All, assignment => Assert.Equal(2_000, assignment.Buffer.Limits.HighCount));

        _scene.Do(() => _rebalancer.Revoked(many[2..]));
        Assert.All(_scene.Assignments.All, assignment => Assert.Equal(8_000, assignment.Buffer.Limits.HighCount));
    }

    [Fact]
    public void A_revoke_commits_the_last_word_before_it_returns()
    {
        PartitionWorker worker = Assign();
        Put(worker, Records.From(0, 3));

        _scene.Do(() => _rebalancer.Revoked([Orders]));

        Assert.Equal([4], _scene.Client.CommitsOf(0));
        Assert.True(worker.Assignment.IsRevoked);
        Assert.Empty(_scene.Assignments.Workers);
        _scene.Until(() => _scene.Script.Told.Contains("disposed"), "the consumer's end");
        Assert.Equal(["initialized", "revoked", "disposed"], _scene.Script.Told);
    }

    [Fact]
    public void Nothing_is_committed_of_lost_partitions()
    {
        PartitionWorker worker = Assign();
        Put(worker, Records.From(0, 3));

        _scene.Do(() => _rebalancer.Lost([Orders]));

        Assert.Empty(_scene.Client.Commits);
        Assert.True(worker.Assignment.IsRevoked);
        _scene.Until(() => _scene.Told<PartitionsLost>().Count == 1, "the loss to be told");
    }

    [Fact]
    public void Records_that_were_fetched_in_the_same_call_are_dropped_with_their_partition_only()
    {
        Assign();
        _records.Messages.AddRange([Records.At(0), Records.At(9, partition: 1), Records.At(0, topic: "payments")]);
        _records.Ends.AddRange([new TopicPartitionOffset(Orders, 1), new TopicPartitionOffset("orders", 1, 10)]);

        _scene.Do(() => _rebalancer.Revoked([Orders]));

        Assert.Equal(["orders/1/9", "payments/0/0"], _records.Messages.Select(message => message.ToString()));
        Assert.Equal(1, Assert.Single(_records.Ends).Partition.Value);
    }

    [Fact]
    public void A_partition_that_comes_back_waits_for_the_old_run_to_end_and_starts_anew()
    {
        TaskCompletionSource end = new();
        Func<BatchConsumer, CancellationToken, Task> mark = _scene.Script.Batch;
        _scene.Script.Batch = (_, _) => end.Task;
        Put(Assign(), Records.From(0, 3));
        _scene.Do(() => _rebalancer.Revoked([Orders]));
        _scene.Script.Batch = mark;

        PartitionWorker second = Assign();
        Put(second, Records.From(0, 5));
        Assert.Equal(["0-3 #1"], _scene.Script.Runs);

        _scene.Do(end.SetResult);
        _scene.Until(() => _scene.Script.Runs.Count == 2, "the second assignment's run");

        Assert.Equal("0-5 #1", _scene.Script.Runs[1]);
        Assert.Equal(["initialized", "revoked", "disposed", "initialized"], _scene.Script.Told);
        Assert.Equal(6, second.Assignment.Offsets.Committable);
    }

    [Fact]
    public void A_partition_that_comes_and_goes_while_the_old_run_lasts_still_waits_for_it()
    {
        TaskCompletionSource end = new();
        _scene.Script.Batch = (_, _) => end.Task;
        Put(Assign(), Records.From(0, 3));
        _scene.Do(() => _rebalancer.Revoked([Orders]));
        Assign();
        _scene.Do(() => _rebalancer.Lost([Orders]));

        Put(Assign(), Records.From(0, 5));
        Assert.Equal(["0-3 #1"], _scene.Script.Runs);

        _scene.Do(end.SetResult);
        _scene.Until(() => _scene.Script.Runs.Count == 2, "the third assignment's run");
    }

    [Fact]
    public void Marks_of_the_old_run_are_refused_when_the_partition_has_come_back()
    {
        TaskCompletionSource end = new();
        List<bool> marks = [];
        _scene.Script.Batch = async (consumer, _) =>
        {
            Message first = consumer.Batch.First;
            await end.Task;
            marks.Add(consumer.Mark(first));
        };
        Put(Assign(), Records.From(0, 3));
        _scene.Do(() => _rebalancer.Revoked([Orders]));
        PartitionWorker second = Assign();

        _scene.Do(end.SetResult);

        Assert.Equal([false], marks);
        Assert.Null(second.Assignment.Offsets.Committable);
    }

    [Fact]
    public void A_partition_that_stays_goes_on_through_a_change()
    {
        PartitionWorker stays = Assign();
        _scene.Do(() => _rebalancer.Assigned([new TopicPartition("orders", 1)]));

        _scene.Do(() => _rebalancer.Revoked([new TopicPartition("orders", 1)]));
        Put(stays, Records.From(0, 3));

        Assert.False(stays.Assignment.IsRevoked);
        Assert.Equal(["0-3 #1"], _scene.Script.Runs);
    }

    [Fact]
    public void A_topic_without_a_route_is_reported_and_the_partitions_behind_it_are_worked_on()
    {
        _scene.Do(() => _rebalancer.Assigned([new TopicPartition("unknown", 0), Orders]));

        Assert.Equal(Orders, Assert.Single(_scene.Assignments.Workers).Assignment.Partition);
        _scene.Until(() => _scene.Told<ErrorOccurred>().Count == 1, "the error to be told");
        Assert.Equal("unknown", _scene.Told<ErrorOccurred>()[0].Topic);
    }

    [Fact]
    public void Partitions_that_are_not_ours_and_empty_lists_are_no_trouble()
    {
        _scene.Do(() => _rebalancer.Assigned([]));
        _scene.Do(() => _rebalancer.Revoked([new TopicPartition("orders", 7)]));
        _scene.Do(() => _rebalancer.Lost([]));

        Assert.Empty(_scene.Client.Commits);
    }

    [Fact]
    public void A_revoke_after_the_stop_ended_the_work_tells_the_consumer_all_the_same()
    {
        Put(Assign(), Records.From(0, 3));
        PartitionWorker worker = Assert.Single(_scene.Assignments.Workers);
        _scene.Do(() => { _ = _scene.Stop.StopAsync(); });
        _scene.Until(() => worker.Completion.IsCompleted, "the work's end");
        Assert.Equal(["initialized"], _scene.Script.Told);

        _scene.Do(() => _rebalancer.Revoked([Orders]));
        _scene.Until(() => _scene.Script.Told.Contains("disposed"), "the consumer's end");

        Assert.Equal(["initialized", "revoked", "disposed"], _scene.Script.Told);
    }

    [Fact]
    public void Ending_work_can_be_waited_for()
    {
        TaskCompletionSource end = new();
        _scene.Script.Batch = (_, _) => end.Task;
        Put(Assign(), Records.From(0, 3));
        _scene.Do(() => _rebalancer.Revoked([Orders]));
        Task ending = Assert.Single(_ending.All);
        Assert.False(ending.IsCompleted);

        _scene.Do(end.SetResult);

        _scene.Until(() => ending.IsCompletedSuccessfully, "the end");
    }

    [Fact]
    public void Run_that_goes_on_after_a_revoke_is_told_holds_the_partition_that_comes_back_and_gives_its_place_to_others()
    {
        TaskCompletionSource hangs = new();
        _scene.Script.Batch = (consumer, _) => consumer.Batch.First.Offset == 0 ? hangs.Task : Task.CompletedTask;
        PartitionWorker first = Assign();
        Put(first, Records.From(0, 3));
        _scene.Do(() => _rebalancer.Revoked([Orders]));
        Put(Assign(), Records.From(4, 6));
        _scene.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromTicks(1));
        Assert.Empty(_ending.Hanging);
        Assert.True(first.Assignment.HasSlot);

        _scene.Advance(TimeSpan.FromTicks(1));
        _scene.Until(() => _scene.Told<ErrorOccurred>().Count == 1, "the hanging run to be told");

        ErrorOccurred told = Assert.Single(_scene.Told<ErrorOccurred>());
        Assert.Equal((ErrorType.Hanging, 0L), (told.Type, told.Offset!.Value.Value));
        Assert.StartsWith("The run of orders/0, offsets 0 to 3, goes on although its partition was taken away", Assert.Single(_ending.Hanging), StringComparison.Ordinal);
        Assert.False(first.Assignment.HasSlot);
        Assert.Equal(["0-3 #1"], _scene.Script.Runs);

        _scene.Do(hangs.SetResult);
        _scene.Until(() => _scene.Script.Runs.Count == 2, "the work on the partition that came back");

        Assert.Equal(["0-3 #1", "4-6 #1"], _scene.Script.Runs);
        Assert.Empty(_ending.Hanging);
    }

    private PartitionWorker Assign()
    {
        _scene.Do(() => _rebalancer.Assigned([Orders]));
        Assert.True(_scene.Assignments.TryGet(Orders, out PartitionWorker? worker));
        return worker;
    }

    private void Put(PartitionWorker worker, Message[] messages) => _scene.Do(() => worker.Assignment.Buffer.Put(messages));
}
