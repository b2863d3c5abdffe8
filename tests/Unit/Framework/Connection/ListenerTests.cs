using Confluent.Kafka;
using Kafka.Dlq.Connection;
using Kafka.Dlq.Processing;
using Kafka.Dlq.Tests.Unit.Framework.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Connection;

public sealed class ListenerTests : IDisposable
{
    private readonly PartitionScene _scene = new(topic => topic.Eofed());
    private readonly ConnectionHealth _health = new();
    private readonly Listener _listener;

    public ListenerTests()
    {
        _listener = new Listener(_scene.Client, new FetchedRecords(10_000), _scene.Assignments, _health, _scene.Pumped, _scene.Time) { Patience = TimeSpan.Zero, PatienceWithoutNeed = TimeSpan.Zero };
        _scene.Worker.Assignment.Buffer.Limits = new BufferLimits(HighCount: 2_000, LowCount: 500, HighBytes: long.MaxValue, LowBytes: long.MaxValue);
    }

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Records_go_to_their_partitions_in_the_order_of_arrival()
    {
        PartitionWorker other = _scene.Add(partition: 1);
        Poll([Records.At(0), Records.At(7, partition: 1), Records.At(1), Records.At(8, partition: 1)]);

        Assert.Equal([0, 1], Buffered(_scene.Worker));
        Assert.Equal([7, 8], Buffered(other));
    }

    [Fact]
    public void Records_of_partitions_that_are_not_ours_are_dropped()
    {
        Poll([Records.At(0, topic: "payments"), Records.At(4, partition: 3), Records.At(0)]);

        Assert.Equal([0], Buffered(_scene.Worker));
    }

    [Fact]
    public void A_fatal_error_that_comes_with_a_fetch_is_taken_into_health()
    {
        _scene.Client.Fetches.Enqueue(into => into.Errors.Add(new KafkaException(new Error(ErrorCode.FencedInstanceId, "fenced by another", isFatal: true))));
        _listener.PollOnce();

        Assert.Contains("fenced by another", _health.Failed, StringComparison.Ordinal);
    }

    [Fact]
    public void The_end_of_a_partition_follows_its_records()
    {
        _scene.Client.Fetches.Enqueue(into =>
        {
            into.Messages.Add(Records.At(0));
            into.Ends.Add(new TopicPartitionOffset("orders", 0, 1));
        });
        _listener.PollOnce();

        Assert.Null(_scene.Worker.Assignment.Buffer.TakeEnd());
        Assert.Equal([0], Buffered(_scene.Worker));
        Assert.Equal(1, _scene.Worker.Assignment.Buffer.TakeEnd());
    }

    [Fact]
    public void Above_the_high_mark_the_partition_is_paused_once()
    {
        Poll(Records.From(0, 1_998));
        Assert.Empty(_scene.Client.Calls);

        Poll(Records.From(1_999, 1_999));
        Poll(Records.From(2_000, 2_000));

        Assert.Equal(["pause orders/0"], _scene.Client.Calls);
        _scene.Until(() => _scene.Told<ClientPause>().Count == 1, "the pause to be told");
    }

    [Fact]
    public void Below_the_low_mark_it_is_resumed_and_not_before()
    {
        Poll(Records.From(0, 1_999));
        _scene.Worker.Assignment.Buffer.Take(1_499);
        Poll([]);
        Assert.Equal(["pause orders/0"], _scene.Client.Calls);

        _scene.Worker.Assignment.Buffer.Take(1);
        Poll([]);
        Poll([]);

        Assert.Equal(["pause orders/0", "resume orders/0"], _scene.Client.Calls);
        Assert.False(_scene.Worker.Assignment.IsFetchPaused);
    }

    [Fact]
    public void A_resume_that_fails_is_tried_again()
    {
        Poll(Records.From(0, 1_999));
        _scene.Worker.Assignment.Buffer.Clear();
        _scene.Client.Throws.Enqueue(State());

        Poll([]);
        Poll([]);

        Assert.Equal(["pause orders/0", "resume orders/0", "resume orders/0"], _scene.Client.Calls);
    }

    [Fact]
    public void A_pause_that_fails_loses_no_record_and_is_tried_again_with_the_next()
    {
        PartitionWorker other = _scene.Add(partition: 1);
        _scene.Client.Throws.Enqueue(State());

        Poll([.. Records.From(0, 1_999), Records.At(5, partition: 1)]);
        Assert.Equal(2_000, _scene.Worker.Assignment.Buffer.Count);
        Assert.Equal([5], Buffered(other));

        Poll(Records.From(2_000, 2_000));
        Assert.Equal(["pause orders/0", "pause orders/0"], _scene.Client.Calls);
    }

    [Fact]
    public void A_revoked_partition_is_not_resumed()
    {
        Poll(Records.From(0, 1_999));
        _scene.Worker.Assignment.Revoke();
        _scene.Assignments.Remove(_scene.Worker.Assignment.Partition);

        Poll([]);

        Assert.Equal(["pause orders/0"], _scene.Client.Calls);
    }

    [Fact]
    public void A_paused_partition_that_goes_and_comes_back_is_resumed()
    {
        Poll(Records.From(0, 1_999));
        _scene.Worker.Assignment.Revoke();
        _scene.Assignments.Remove(_scene.Worker.Assignment.Partition);
        Poll([]);
        Assert.Equal(["pause orders/0"], _scene.Client.Calls);

        _scene.Add(partition: 0);
        Poll([]);
        Poll([]);

        Assert.Equal(["pause orders/0", "resume orders/0"], _scene.Client.Calls);
    }

    [Fact]
    public void Records_that_came_before_the_client_threw_reach_their_partitions()
    {
        _scene.Client.Fetches.Enqueue(into =>
        {
            into.Messages.Add(Records.At(0));
            throw State();
        });

        Assert.Throws<KafkaException>(_listener.PollOnce);

        Assert.Equal([0], Buffered(_scene.Worker));
    }

    [Fact]
    public void Records_of_one_fetch_are_not_handed_out_by_the_next()
    {
        Poll([Records.At(0)]);
        Poll([]);

        Assert.Equal([0], Buffered(_scene.Worker));
    }

    [Fact]
    public void Errors_of_a_fetch_are_told_with_their_place()
    {
        ConsumeException error = new(new ConsumeResult<byte[], byte[]> { TopicPartitionOffset = new TopicPartitionOffset("orders", 2, 9) }, new Error(ErrorCode.TopicAuthorizationFailed));
        _scene.Client.Fetches.Enqueue(into => into.Errors.Add(error));

        _listener.PollOnce();
        _scene.Until(() => _scene.Told<ErrorOccurred>().Count == 1, "the error to be told");

        ErrorOccurred told = _scene.Told<ErrorOccurred>()[0];
        Assert.Equal((ErrorType.Poll, "orders", 2), (told.Type, told.Topic, told.Partition!.Value.Value));
    }

    [Fact]
    public void A_seek_is_carried_out_by_the_next_round_and_drops_what_waits()
    {
        Poll(Records.From(0, 9));
        Task seek = _listener.SeekAsync(_scene.Worker.Assignment, 4, CancellationToken.None);
        Assert.Empty(_scene.Client.Calls);

        Poll(Records.From(4, 5));

        Assert.True(seek.IsCompletedSuccessfully);
        Assert.Equal(["seek orders/0/4"], _scene.Client.Calls);
        Assert.Equal([4, 5], Buffered(_scene.Worker));
    }

    [Fact]
    public void A_seek_of_a_full_partition_resumes_it()
    {
        Poll(Records.From(0, 1_999));
        Task seek = _listener.SeekAsync(_scene.Worker.Assignment, 4, CancellationToken.None);

        Poll([]);

        Assert.True(seek.IsCompletedSuccessfully);
        Assert.Equal(["pause orders/0", "seek orders/0/4", "resume orders/0"], _scene.Client.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_failing_seek_is_tried_again_whatever_failed_and_records_from_before_it_are_dropped(bool isKafkas)
    {
        Poll(Records.From(0, 1));
        Exception error = isKafkas ? State() : new InvalidOperationException("handle");
        _scene.Client.Throws.Enqueue(error);
        _scene.Client.Throws.Enqueue(error);
        Task seek = _listener.SeekAsync(_scene.Worker.Assignment, 0, CancellationToken.None);

        Poll(Records.From(2, 3));
        Poll(Records.From(4, 5));
        Assert.False(seek.IsCompleted);
        Assert.Equal(0, _scene.Worker.Assignment.Buffer.Count);

        Poll(Records.From(0, 3));
        Assert.True(seek.IsCompletedSuccessfully);
        Assert.Equal([0, 1, 2, 3], Buffered(_scene.Worker));
        _scene.Until(() => _scene.Told<ErrorOccurred>().Count > 0, "the error to be told");
        Assert.Single(_scene.Told<ErrorOccurred>());
    }

    [Fact]
    public void The_first_seek_of_a_partition_waits_without_a_word_until_the_client_has_begun_to_fetch_it()
    {
        _scene.Client.Throws.Enqueue(State());
        _scene.Client.Throws.Enqueue(State());
        Task seek = _listener.SeekFirstAsync(_scene.Worker.Assignment, 4, CancellationToken.None);

        Poll([]);
        Poll([]);
        Assert.False(seek.IsCompleted);

        Poll([]);
        Assert.True(seek.IsCompletedSuccessfully);
        Assert.Equal(["seek orders/0/4", "seek orders/0/4", "seek orders/0/4"], _scene.Client.Calls);
        Assert.Empty(_scene.Told<ErrorOccurred>());
    }

    [Fact]
    public void A_first_seek_that_fails_for_another_reason_is_told()
    {
        _scene.Client.Throws.Enqueue(new KafkaException(new Error(ErrorCode.Local_UnknownPartition)));
        Task seek = _listener.SeekFirstAsync(_scene.Worker.Assignment, 4, CancellationToken.None);

        Poll([]);
        Poll([]);

        Assert.True(seek.IsCompletedSuccessfully);
        _scene.Until(() => _scene.Told<ErrorOccurred>().Count > 0, "the error to be told");
    }

    [Fact]
    public void A_failing_seek_of_one_partition_does_not_hold_another()
    {
        PartitionWorker other = _scene.Add(partition: 1);
        _scene.Client.Throws.Enqueue(State());
        _ = _listener.SeekAsync(_scene.Worker.Assignment, 0, CancellationToken.None);
        Task seek = _listener.SeekAsync(other.Assignment, 3, CancellationToken.None);

        Poll([Records.At(3, partition: 1)]);

        Assert.True(seek.IsCompletedSuccessfully);
        Assert.Equal([3], Buffered(other));
    }

    [Fact]
    public void A_seek_of_a_revoked_partition_ends_without_touching_the_client()
    {
        Task seek = _listener.SeekAsync(_scene.Worker.Assignment, 4, CancellationToken.None);
        _scene.Worker.Assignment.Revoke();

        Poll([]);

        Assert.True(seek.IsCompletedSuccessfully);
        Assert.Empty(_scene.Client.Calls);
    }

    [Fact]
    public void It_tells_how_long_ago_the_last_round_began()
    {
        Poll([]);
        _scene.Time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(7, _listener.SinceLastPoll.TotalSeconds);

        Poll([]);
        Assert.Equal(0, _listener.SinceLastPoll.TotalSeconds);
    }

    private static KafkaException State() => new(new Error(ErrorCode.Local_State));

    private static IEnumerable<long> Buffered(PartitionWorker worker) => worker.Assignment.Buffer.Take(int.MaxValue).Select(message => message.Offset.Value);

    private void Poll(Message[] messages)
    {
        _scene.Client.Fetches.Enqueue(into => into.Messages.AddRange(messages));
        _listener.PollOnce();
    }
}
