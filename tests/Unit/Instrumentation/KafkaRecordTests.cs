using Confluent.Kafka;
using Kafka.Dlq.Instrumentation;
using System.Runtime.InteropServices;

namespace Kafka.Dlq.Tests.Unit.Instrumentation;

public sealed class KafkaRecordTests
{
    private static readonly RecordStamp First = new(100, new Timestamp(1_767_225_600_123, TimestampType.CreateTime), 7);
    private static readonly RecordSource Source = new("orders", 3);

    [Theory]
    [InlineData(100, 0)]
    [InlineData(101, -5)]
    [InlineData(100 + 65_535, int.MaxValue)]
    [InlineData(4_711, int.MinValue)]
    public void Records_of_a_block_keep_their_own_offset_and_timestamp(long offset, int later)
    {
        RecordStamp stamp = new(offset, new Timestamp(First.Timestamp.UnixTimestampMs + later, TimestampType.CreateTime), 7);
        RecordBlock block = new(Source, "abc"u8.ToArray(), First, hasHeaders: false);
        Assert.True(block.Takes(stamp));

        Placed record = new(block, stamp, new RecordPlace(0, 1, 2));

        Assert.Equal(new TopicPartitionOffset("orders", 3, offset), record.TopicPartitionOffset);
        Assert.Equal((stamp.Timestamp, (int?)7), (record.Timestamp, record.LeaderEpoch));
    }

    [Theory]
    [InlineData(99, 0, TimestampType.CreateTime, 7)]
    [InlineData(100 + 65_536, 0, TimestampType.CreateTime, 7)]
    [InlineData(101, 1L + int.MaxValue, TimestampType.CreateTime, 7)]
    [InlineData(101, -1L + int.MinValue, TimestampType.CreateTime, 7)]
    [InlineData(101, 0, TimestampType.LogAppendTime, 7)]
    [InlineData(101, 0, TimestampType.CreateTime, 8)]
    public void A_record_too_far_from_the_first_or_of_another_kind_is_none_of_the_block(long offset, long later, TimestampType type, int epoch) =>
        Assert.False(new RecordBlock(Source, [], First, hasHeaders: false).Takes(new RecordStamp(offset, new Timestamp(First.Timestamp.UnixTimestampMs + later, type), epoch)));

    [Fact]
    public void A_stamp_that_the_block_does_not_take_is_refused_and_never_cut() => Assert.Throws<OverflowException>(
        () => new Placed(new RecordBlock(Source, [], First, hasHeaders: false), First with { Offset = 100 + 65_536 }, new RecordPlace(0, -1, -1)));

    [Theory]
    [InlineData(-1, -1, "", "")]
    [InlineData(0, 0, "", "")]
    [InlineData(-1, 2, "", "cd")]
    [InlineData(2, -1, "cd", "")]
    [InlineData(1, 3, "c", "def")]
    public void Bytes_lie_where_the_place_says_and_nothing_is_not_empty(int keyLength, int payloadLength, string key, string payload)
    {
        RecordBlock block = new(Source, "abcdefgh"u8.ToArray(), First, hasHeaders: false);

        Placed record = new(block, First, new RecordPlace(2, keyLength, payloadLength));

        Assert.Equal((keyLength >= 0, payloadLength < 0), (record.HasKey, record.IsTombstone));
        Assert.Equal((key, payload), (Text(record.Key), Text(record.RawPayload)));
        Assert.Empty(record.Headers);
    }

    [Fact]
    public void Headers_are_made_on_first_use_and_once()
    {
        HeaderBuffer headers = new();
        headers.Add("trace"u8, [1], isNull: false);
        byte[] bytes = [.. "kp"u8, .. headers.Written];
        Placed record = new(new RecordBlock(Source, bytes, First, hasHeaders: true), First, new RecordPlace(0, 1, 1));

        Headers read = record.Headers;

        Assert.Equal("trace", Assert.Single(read).Key);
        Assert.Same(read, record.Headers);
    }

    [Fact]
    public void Bytes_of_a_single_record_that_are_an_array_already_are_not_copied()
    {
        byte[] payload = [1, 2, 3];

        Assert.True(MemoryMarshal.TryGetArray(new Alone(null, payload).RawPayload, out ArraySegment<byte> own));
        Assert.Same(payload, own.Array);
        Assert.Equal([2], new Alone(null, payload.AsMemory(1, 1)).RawPayload.ToArray());
        Assert.Equal([9], new Alone(new byte[] { 9 }, payload).Key.ToArray());
        Assert.Equal(payload, new Alone(new byte[] { 9 }, payload).RawPayload.ToArray());
    }

    [Fact]
    public void A_record_is_small()
    {
        RecordBlock block = new(Source, [], First, hasHeaders: false);
        Placed[] records = new Placed[1_000];
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < records.Length; i++)
        {
            records[i] = new Placed(block, First, new RecordPlace(0, -1, -1));
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / records.Length, 1, 48);
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => System.Text.Encoding.ASCII.GetString(bytes.Span);

    private sealed class Placed(RecordBlock block, RecordStamp stamp, RecordPlace place) : KafkaRecord(block, stamp, place);

    private sealed class Alone(ReadOnlyMemory<byte>? key, ReadOnlyMemory<byte>? payload) : KafkaRecord(KafkaRecordTests.Source, First, key, payload, headers: null);
}
