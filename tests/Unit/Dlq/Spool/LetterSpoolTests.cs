using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Tests.Unit.Dlq.Support;

namespace Kafka.Dlq.Tests.Unit.Dlq.Spool;

public sealed class LetterSpoolTests : IAsyncDisposable
{
    private readonly DispatcherHarness _harness = new();
    private readonly MemorySpoolLog _log = new();
    private readonly List<Exception> _errors = [];

    public LetterSpoolTests() => Start();

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task A_letter_that_its_topic_takes_never_sees_the_spool()
    {
        Task<TopicPartitionOffset> dispatch = _harness.Dispatch(1);
        _harness.Acknowledge(0, offset: 7);

        Assert.Equal(7, (await dispatch).Offset.Value);
        Assert.Empty(_log.Offsets);
        Assert.False(_harness.Spool!.IsOccupied);
    }

    [Fact]
    public async Task A_letter_whose_try_failed_is_spooled_and_counts_as_acknowledged_once_the_disk_has_it()
    {
        _log.Confirms = false;
        Task<TopicPartitionOffset> dispatch = _harness.Dispatch(1);
        _harness.Refuse(0, ErrorCode.Local_MsgTimedOut);

        Assert.False(dispatch.IsCompleted);
        Assert.Single(_harness.Dispatcher.UnderWay);
        _harness.Do(_log.Confirm);

        Assert.Equal(new TopicPartitionOffset("orders.dlq", Partition.Any, Offset.Unset), await dispatch);
        Assert.Empty(_harness.Dispatcher.UnderWay);
        Assert.Equal([EventNames.DeadLetterDispatched, EventNames.DeadLetterSpooled], _harness.EventNames);
        Assert.Equal(ErrorCode.Local_MsgTimedOut, Assert.IsType<KafkaException>(_harness.Events.OfType<DeadLetterSpooled>().Single().Error).Error.Code);
        Assert.False(_harness.Lane.IsHolding);
    }

    [Fact]
    public void A_letter_for_a_topic_that_is_missing_is_spooled_too()
    {
        _harness.Count = _ => Task.FromException<int>(new KafkaException(ErrorCode.UnknownTopicOrPart));

        Task dispatch = _harness.Dispatch(1);

        Assert.True(dispatch.IsCompletedSuccessfully);
        Assert.Equal([1], _log.Offsets);
        Assert.NotEmpty(_harness.Dispatcher.Failing);
    }

    [Fact]
    public void Letters_behind_a_spooled_one_go_to_the_spool_until_all_are_delivered_and_then_to_the_topic()
    {
        _harness.Dispatch(1);
        _harness.Refuse(0, ErrorCode.Local_MsgTimedOut);
        _harness.Dispatch(2);
        _harness.Dispatch(3, new DeadLetterLane(10));

        Assert.Equal([1, 2, 3], _log.Offsets);
        Assert.Equal([1, 1], _harness.Producer.Offsets);
        _harness.Acknowledge(1);
        _harness.Acknowledge(2);
        Assert.True(_harness.Spool!.IsOccupied);
        _harness.Acknowledge(3);
        Assert.Equal([1, 2, 3], _log.Acknowledged);
        Assert.False(_harness.Spool.IsOccupied);

        _harness.Dispatch(4);
        Assert.Equal([1, 1, 2, 3, 4], _harness.Producer.Offsets);
        Assert.Equal(3, _log.Offsets.Count);
    }

    [Fact]
    public void Letters_that_were_delivered_do_not_count_as_waiting()
    {
        _harness.Dispatch(1);
        _harness.Refuse(0, ErrorCode.Local_MsgTimedOut);
        Assert.Equal(new SpoolStatistics(1, 100, 1_000, TimeSpan.FromSeconds(90), IsFull: false, LastError: null), _harness.Spool!.Statistics);

        _harness.Acknowledge(1);

        Assert.Equal(new SpoolStatistics(0, 100, 1_000, OldestAge: null, IsFull: false, LastError: null), _harness.Spool.Statistics);
    }

    [Fact]
    public void Letters_that_the_producer_had_are_spooled_in_their_order_whatever_order_their_reports_come_in()
    {
        _harness.Dispatch(1);
        _harness.Dispatch(2);
        _harness.Dispatch(3);

        _harness.Refuse(1, ErrorCode.Local_MsgTimedOut);
        Assert.Empty(_log.Offsets);
        _harness.Refuse(2, ErrorCode.Local_MsgTimedOut);
        _harness.Refuse(0, ErrorCode.Local_MsgTimedOut);

        Assert.Equal([1, 2, 3], _log.Offsets);
    }

    [Fact]
    public void A_letter_is_removed_only_when_the_broker_has_it_and_is_tried_again_until_then()
    {
        _harness.Dispatch(1);
        _harness.Refuse(0, ErrorCode.Local_MsgTimedOut);

        _harness.Refuse(1, ErrorCode.Local_MsgTimedOut);
        _harness.Advance(TimeSpan.FromMilliseconds(200));

        Assert.Empty(_log.Acknowledged);
        DeadLetterFailed failed = Assert.Single(_harness.Events.OfType<DeadLetterFailed>());
        Assert.True(failed.IsSpooled);
        Assert.Contains("It stays in the spool", failed.Error.Message, StringComparison.Ordinal);
        _harness.Acknowledge(2, offset: 9);
        Assert.Equal([1], _log.Acknowledged);
        Assert.Equal(new TopicPartitionOffset("orders.dlq", 0, 9), _harness.Events.OfType<DeadLetterDelivered>().Single().Target);
        Assert.Single(_harness.Events.OfType<DeadLetterDispatched>());
    }

    [Fact]
    public void What_an_earlier_process_left_is_delivered_first()
    {
        _harness.Dispatch(1);
        _harness.Refuse(0, ErrorCode.Local_MsgTimedOut);
        _harness.Dispatch(2);
        _harness.Acknowledge(1);
        int before = _harness.Producer.Taken.Count;
        _log.Restart();
        Start();

        _harness.Dispatch(3);
        for (int index = before; index < _harness.Producer.Taken.Count; index++)
        {
            _harness.Acknowledge(index);
        }

        Assert.Equal([2, 3], _harness.Producer.Offsets.Skip(before));
        Assert.False(_harness.Spool!.IsOccupied);
    }

    [Fact]
    public void A_spool_that_cannot_be_written_holds_the_letter_and_says_so()
    {
        _log.Fault = new IOException("No space left on device");
        Task dispatch = _harness.Dispatch(1);
        _harness.Refuse(0, ErrorCode.Local_MsgTimedOut);

        Assert.False(dispatch.IsCompleted);
        Assert.True(_harness.Lane.IsHolding);
        Assert.Contains("No space left on device", _harness.Events.OfType<DeadLetterFailed>().Single().Error.Message, StringComparison.Ordinal);
        _log.Fault = null;
        _harness.Advance(TimeSpan.FromSeconds(2));
        Assert.True(dispatch.IsCompletedSuccessfully || _harness.Producer.Taken.Count > 1);
    }

    [Fact]
    public void A_letter_that_is_only_too_large_is_not_spooled()
    {
        Task dispatch = _harness.Dispatch(1);
        for (int index = 0; index < 4; index++)
        {
            _harness.Refuse(index, ErrorCode.MsgSizeTooLarge);
        }

        Assert.False(dispatch.IsCompleted);
        Assert.Empty(_log.Offsets);
        Assert.True(_harness.Lane.IsHolding);
    }

    [Fact]
    public async Task A_spooled_letter_is_what_would_have_been_sent_byte_for_byte()
    {
        Headers headers = Some.Headers(("a", "1"), ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"), ("a", null));
        Task dispatch = _harness.Dispatch(Some.Letter(SomeRecord.At(17, partition: 3, headers: headers)));
        _harness.Refuse(0, ErrorCode.Local_MsgTimedOut);
        await dispatch;

        Message<byte[]?, byte[]?> direct = _harness.Producer.Taken[0].Message;
        Message<byte[]?, byte[]?> spooled = _harness.Producer.Taken[1].Message;
        Assert.Equal(direct.Key, spooled.Key);
        Assert.Equal(direct.Value, spooled.Value);
        Assert.Equal(direct.Timestamp, spooled.Timestamp);
        Assert.Equal(direct.Headers.Select(header => (header.Key, Convert.ToHexString(header.GetValueBytes() ?? []))), spooled.Headers.Select(header => (header.Key, Convert.ToHexString(header.GetValueBytes() ?? []))));
        Assert.Equal(3, _harness.Producer.Taken[1].Target.Partition.Value);
    }

    [Fact]
    public void A_letter_that_was_made_smaller_lies_in_the_spool_as_it_would_have_been_sent()
    {
        DeadLetter letter = Some.Letter(error: Some.Thrown(new InvalidOperationException(new string('x', 1_900)))) with { Queue = Some.Queue(queue => queue.MaxLetterBytes(2_000)) };

        _harness.Dispatch(letter);
        _harness.Refuse(0, ErrorCode.Local_MsgTimedOut);

        Assert.NotNull(_harness.Producer.Taken[0].Message.Headers.Text(DeadLetterHeaders.Omitted));
        Assert.Equal(HeadersOf(0), HeadersOf(1));
    }

    [Fact]
    public void A_letter_that_exceeds_its_bound_does_not_get_past_it_through_the_spool()
    {
        _harness.Dispatch(1);
        _harness.Refuse(0, ErrorCode.Local_MsgTimedOut);
        SomeRecord large = new(new TopicPartitionOffset("orders", 0, 2), default, null, new byte[5_000], null);

        Task dispatch = _harness.Dispatch(Some.Letter(large) with { Queue = Some.Queue(queue => queue.MaxLetterBytes(4_000)) });

        Assert.False(dispatch.IsCompleted);
        Assert.Equal([1], _log.Offsets);
        Assert.True(_harness.Lane.IsHolding);
    }

    [Fact]
    public async Task Closing_gives_up_what_is_under_way_and_keeps_it()
    {
        _ = _harness.Dispatch(1);
        _harness.Refuse(0, ErrorCode.Local_MsgTimedOut);
        Task closing = Task.CompletedTask;

        _harness.Do(() => closing = _harness.Spool!.DisposeAsync().AsTask());

        Assert.True(closing.IsCompleted);
        await closing;
        Assert.Empty(_log.Acknowledged);
        Assert.Empty(_errors);
    }

    private IEnumerable<(string Name, string Value)> HeadersOf(int index) =>
        _harness.Producer.Taken[index].Message.Headers.Select(header => (header.Key, Convert.ToHexString(header.GetValueBytes() ?? [])));

    private void Start() => _harness.Do(() =>
    {
        _harness.Spool = new LetterSpool(cluster: null, "orders.dlq", _log, _harness.Dispatcher, () => _harness.Producer, _errors.Add, _harness.Time);
        _harness.Spool.Start();
    });
}
