using Kafka.Dlq.Tests.Unit.Framework.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Rejecting;

/// <summary>What rejecting does under each action, and what it leaves to the retry engine.</summary>
public sealed class RejectTests
{
    private static readonly InvalidOperationException Bad = new("bad");

    [Fact]
    public void Throw_gives_the_retry_engine_the_very_exception()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterQueue("orders.dlq", maxRetries: 1));
        scene.Script.Batch = (consumer, _) =>
        {
            consumer.Refuse(consumer.Batch.First, Bad);
            return Task.CompletedTask;
        };

        scene.Start(Records.At(0));
        scene.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["0-0 #1", "0-0 #2"], scene.Script.Runs);
        Assert.All(scene.Told<ErrorOccurred>(), error => Assert.Same(Bad, error.Error));
        Assert.Same(Bad, Assert.Single(scene.Told<DeadLetterDelivered>()).Error);
        Assert.Empty(scene.Told<RecordRejected>());
    }

    [Fact]
    public void Under_throw_a_tried_function_throws_what_it_threw()
    {
        using PartitionScene scene = new();
        Exception? caught = null;
        scene.Script.Batch = (consumer, _) =>
        {
            caught = Record.Exception(() => { consumer.Try(consumer.Batch.First, () => throw Bad); });
            return Task.CompletedTask;
        };

        scene.Start(Records.At(0));

        Assert.Same(Bad, caught);
    }

    [Fact]
    public void None_drops_the_record_tells_it_and_the_offset_moves_on()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterAction(DeadLetterAction.None));
        Rejects(scene, 1);

        scene.Start(Records.From(0, 2));

        RecordRejected told = Assert.Single(scene.Told<RecordRejected>());
        Assert.Equal((1, "none", "System.InvalidOperationException", "orders-0-1@shop#1"), (told.Message.Offset.Value, told.Action, told.Reason, told.Id));
        Assert.Equal(3, scene.Offsets.Committable);
        Assert.Empty(scene.Log.Lines);
        Assert.Empty(scene.Told<ErrorOccurred>());
    }

    [Fact]
    public void Log_writes_one_line_with_coordinates_and_no_payload()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterAction(DeadLetterAction.Log));
        Rejects(scene, 1);

        scene.Start(Records.At(0), Records.At(1, payload: "secret-payload", key: "secret-key"));

        string line = Assert.Single(scene.Log.Lines).Text;
        Assert.Equal("Rejected orders/0/1 of group 'shop' on attempt 1, orders-0-1@shop#1: System.InvalidOperationException. System.InvalidOperationException: bad", line);
        Assert.Equal(2, scene.Offsets.Committable);
    }

    [Fact]
    public void Tried_function_is_handled_or_its_message_rejected()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterAction(DeadLetterAction.None));
        List<string> results = [];
        scene.Script.Batch = async (consumer, _) =>
        {
            foreach (Message message in consumer.Batch)
            {
                bool isBad = message.Offset.Value == 1;
                results.Add($"{consumer.Try(message, () => Throws(isBad))} {consumer.Try(message, () => Throws(isBad).Length, out int length)} {length} {await consumer.TryAsync(message, () => Task.FromResult(Throws(isBad)))}");
            }
        };

        scene.Start(Records.From(0, 1));

        Assert.Equal(["True True 2 True", "False False 0 False"], results);
        Assert.Equal([1], scene.Told<RecordRejected>().Select(told => told.Message.Offset.Value));
    }

    [Fact]
    public void Critical_errors_pass_through_and_stop_the_host()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterAction(DeadLetterAction.None));
        CriticalConsumerException critical = new("the disk is gone");
        scene.Script.Batch = (consumer, _) => consumer.TryAsync(consumer.Batch.First, () => throw critical);

        scene.Start(Records.At(0));

        Assert.Same(critical, Assert.Single(scene.HostStops));
        Assert.Empty(scene.Told<RecordRejected>());
        Assert.Null(scene.Offsets.Committable);
    }

    [Fact]
    public void Cancellation_passes_through_and_an_own_time_out_does_not()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterAction(DeadLetterAction.None));
        TaskCompletionSource begun = new();
        scene.Script.Batch = async (consumer, token) =>
        {
            await consumer.TryAsync(consumer.Batch[0], () => throw new TaskCanceledException("the call took too long"));
            await consumer.TryAsync(consumer.Batch[1], async () =>
            {
                begun.SetResult();
                await Task.Delay(Timeout.Infinite, token);
            });
        };

        scene.Start(Records.From(0, 1));
        scene.Until(() => begun.Task.IsCompleted, "the run");
        scene.Revoke();

        Assert.Equal([0], scene.Told<RecordRejected>().Select(told => told.Message.Offset.Value));
        Assert.Null(scene.Offsets.Committable);
    }

    [Fact]
    public void Repeated_run_rejects_each_record_once()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterAction(DeadLetterAction.None));
        int runs = 0;
        scene.Script.Batch = (consumer, _) =>
        {
            consumer.Refuse(consumer.Batch[1], Bad);
            consumer.RefusePart(consumer.Batch[1], "line 1", Bad);
            consumer.RefusePart(consumer.Batch[1], "line 2", Bad);
            return ++runs < 3 ? throw new TimeoutException("later") : Task.CompletedTask;
        };

        scene.Start(Records.From(0, 2));
        scene.Advance(TimeSpan.FromSeconds(1)).Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(3, runs);
        Assert.Equal(3, scene.Told<RecordRejected>().Select(told => told.Id).Distinct().Count());
        Assert.Equal(3, scene.Told<RecordRejected>().Count);
        Assert.Equal(3, scene.Offsets.Committable);
    }

    [Fact]
    public void Who_goes_back_rejects_again()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterAction(DeadLetterAction.None));
        bool isBack = false;
        scene.Script.Batch = (consumer, _) =>
        {
            consumer.Refuse(consumer.Batch.First, Bad);
            if (!isBack)
            {
                isBack = true;
                consumer.GoTo(0);
            }

            return Task.CompletedTask;
        };

        scene.Start(Records.At(0));

        Assert.Equal(2, scene.Told<RecordRejected>().Count);
    }

    [Fact]
    public void Message_of_another_partition_is_refused()
    {
        using PartitionScene scene = new(topic => topic.DeadLetterAction(DeadLetterAction.None));
        Exception? caught = null;
        scene.Script.Batch = (consumer, _) =>
        {
            caught = Record.Exception(() => consumer.Refuse(Records.At(0, partition: 1), Bad));
            return Task.CompletedTask;
        };

        scene.Start(Records.At(0));

        Assert.IsType<ArgumentException>(caught);
    }

    private static void Rejects(PartitionScene scene, long offset) => scene.Script.Batch = (consumer, _) =>
    {
        consumer.Refuse(consumer.Batch.Single(message => message.Offset.Value == offset), Bad);
        return Task.CompletedTask;
    };

    private static string Throws(bool isBad) => isBad ? throw Bad : "ok";
}
