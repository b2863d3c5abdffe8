using Kafka.Dlq.Rejecting;
using Kafka.Dlq.Tests.Unit.Framework.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Rejecting;

/// <summary>Nothing of a rejected record is committed before its sink has it, and nothing is forgotten for a failure.</summary>
public sealed class SinkCollectorTests : IDisposable
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(2);

    private readonly FakeSink _sink = new();

    public void Dispose() => _sink.Dispose();

    [Fact]
    public void Offset_waits_for_the_flush_and_moves_on_with_it()
    {
        using PartitionScene scene = Scene(new SinkOptions { Wait = Wait });

        scene.Start(Records.From(0, 9));

        Assert.Equal(("", 3), (_sink.Offsets, scene.Offsets.Committable));
        _sink.Gate = new TaskCompletionSource();
        scene.Advance(Wait);
        Assert.Equal(("3 7", 3), (_sink.Offsets, scene.Offsets.Committable));
        scene.Do(_sink.Gate.SetResult);
        Assert.Equal((1, 10), (_sink.Flushes, scene.Offsets.Committable));
        Assert.Equal(("audit", 2), (scene.Told<SinkFlushed>().Single().Sink, scene.Told<SinkFlushed>().Single().Count));
    }

    [Fact]
    public void Full_batch_is_handed_over_at_once_and_none_is_larger()
    {
        using PartitionScene scene = Scene(new SinkOptions { Size = 2, Wait = Wait }, offset => offset < 5);

        scene.Start(Records.From(0, 9));

        Assert.Equal("0 1 | 2 3", _sink.Offsets);
        Assert.Equal(4, scene.Offsets.Committable);
        scene.Advance(Wait);
        Assert.Equal("0 1 | 2 3 | 4", _sink.Offsets);
        Assert.Equal(10, scene.Offsets.Committable);
    }

    [Fact]
    public void Failed_batch_is_kept_and_given_again_after_the_back_off()
    {
        using PartitionScene scene = Scene(new SinkOptions { Wait = TimeSpan.Zero, Backoff = new PauseOptions { Timeout = TimeSpan.FromSeconds(1) } });
        _sink.Throws.Enqueue(new IOException("no table"));
        _sink.Throws.Enqueue(new IOException("still none"));

        scene.Start(Records.From(0, 9));

        Assert.Equal(("3 7", 3), (_sink.Offsets, scene.Offsets.Committable));
        Assert.Equal(("audit", 2, "no table"), (Failing(scene)!.Sink, Failing(scene)!.Records, Failing(scene)!.LastError!.Message));
        scene.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(("3 7 | 3 7", 3), (_sink.Offsets, scene.Offsets.Committable));
        scene.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(("3 7 | 3 7 | 3 7", 10), (_sink.Offsets, scene.Offsets.Committable));
        Assert.Null(Failing(scene));
        Assert.Equal([ErrorType.Sink, ErrorType.Sink], scene.Told<ErrorOccurred>().Select(error => error.Type));
    }

    [Fact]
    public void Try_that_takes_too_long_has_failed_and_health_learns_of_it_before()
    {
        using PartitionScene scene = Scene(new SinkOptions { Wait = TimeSpan.Zero, Timeout = TimeSpan.FromSeconds(30) });
        _sink.Gate = new TaskCompletionSource();

        scene.Start(Records.From(0, 9));
        scene.Advance(TimeSpan.FromSeconds(6));
        Assert.Null(Failing(scene)!.LastError);
        scene.Advance(TimeSpan.FromSeconds(24));

        Assert.IsType<TimeoutException>(Failing(scene)!.LastError);
        _sink.Gate = null;
        scene.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(10, scene.Offsets.Committable);
    }

    [Fact]
    public void Full_collector_lets_no_run_begin_until_there_is_room()
    {
        using PartitionScene scene = Scene(new SinkOptions { Size = 2, MaxEntries = 2, Wait = Wait }, _ => true, topic => topic.MaxMessages(2));
        _sink.Gate = new TaskCompletionSource();

        scene.Start(Records.From(0, 5));

        Assert.Equal(["0-1 #1"], scene.Script.Runs);
        TaskCompletionSource gate = _sink.Gate;
        _sink.Gate = null;
        scene.Do(gate.SetResult);
        Assert.Equal(["0-1 #1", "2-3 #1", "4-5 #1"], scene.Script.Runs);
        Assert.Equal(6, scene.Offsets.Committable);
    }

    [Fact]
    public void Collector_that_is_full_of_bytes_hands_over_at_once()
    {
        using PartitionScene scene = Scene(new SinkOptions { MaxBytes = 2, Wait = Wait });

        scene.Start(Records.From(0, 9));

        Assert.Equal("3 7", _sink.Offsets);
    }

    [Fact]
    public void Revoked_partition_leaves_its_records_to_the_next_owner_and_commits_up_to_the_first()
    {
        using PartitionScene scene = Scene(new SinkOptions { Wait = Wait });
        scene.Start(Records.From(0, 9));

        scene.Revoke();
        scene.Advance(Wait);

        Assert.Equal("", _sink.Offsets);
        Assert.Equal(3, scene.Offsets.Committable);
        Assert.Equal(0, scene.Sinks.Of("audit").Count);
    }

    [Fact]
    public void Partition_that_is_revoked_between_two_tries_is_not_tried_again()
    {
        using PartitionScene scene = Scene(new SinkOptions { Wait = TimeSpan.Zero });
        _sink.Throws.Enqueue(new IOException("no table"));
        scene.Start(Records.From(0, 9));

        scene.Revoke();
        scene.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("3 7", _sink.Offsets);
        Assert.Equal(3, scene.Offsets.Committable);
    }

    [Fact]
    public void Flush_does_not_wait_for_a_fuller_batch()
    {
        using PartitionScene scene = Scene(new SinkOptions { Wait = Wait });
        scene.Start(Records.From(0, 9));

        Task flushed = scene.Do(scene.Sinks.Of("audit").FlushedAsync);

        Assert.True(flushed.IsCompletedSuccessfully);
        Assert.Equal(("3 7", 10), (_sink.Offsets, scene.Offsets.Committable));
    }

    [Fact]
    public void Record_tells_where_it_comes_from_and_why()
    {
        using PartitionScene scene = Scene(new SinkOptions { Wait = TimeSpan.Zero }, offset => offset == 3);

        scene.Start(Records.From(0, 9));

        RejectedRecord record = Assert.Single(Assert.Single(_sink.Batches));
        Assert.Equal(("orders-0-3@shop#1", "shop", typeof(BatchConsumer).FullName, "odd", 1, ErrorKind.Consume), (record.Id, record.GroupId, record.Consumer, record.Reason, record.Attempt, record.Kind));
        Assert.Equal("bad", record.Error.Message);
        Assert.Equal("x"u8.ToArray(), record.Body.Bytes!.Value.ToArray());
        Assert.Equal(RejectedBodyKind.Message, record.Body.Kind);
    }

    private static FailingSink? Failing(PartitionScene scene) => scene.Sinks.Of("audit").Failing;

    private PartitionScene Scene(SinkOptions options, Func<long, bool>? isBad = null, Action<TopicBuilder>? configure = null)
    {
        isBad ??= offset => offset is 3 or 7;
        PartitionScene scene = new(
            topic =>
            {
                topic.DeadLetterAction(DeadLetterAction.Sink("audit"));
                configure?.Invoke(topic);
            },
            sink: new SinkDeclaration("audit", options, _ => _sink));
        scene.Script.Batch = (consumer, _) =>
        {
            foreach (Message message in consumer.Batch.Where(message => isBad(message.Offset.Value)))
            {
                consumer.Refuse(message, new InvalidOperationException("bad"), "odd");
            }

            return Task.CompletedTask;
        };
        return scene;
    }
}
