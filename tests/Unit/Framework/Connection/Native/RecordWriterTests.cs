using Kafka.Dlq.Connection.Native;
using Kafka.Dlq.Consuming;
using Kafka.Dlq.Instrumentation;
using Kafka.Dlq.Tests.Unit.Framework.Support;
using System.Runtime.InteropServices;

namespace Kafka.Dlq.Tests.Unit.Framework.Connection.Native;

public sealed class RecordWriterTests
{
    private readonly PartitionSource _orders = new("orders", 0, Records.Plain);
    private readonly PartitionSource _others = new("others", 5, Records.Plain);

    private readonly RecordWriter _writer = new();
    private readonly HeaderBuffer _headers = new();

    [Fact]
    public void What_was_written_does_not_change_when_more_is_written()
    {
        List<Message> messages = [.. Enumerable.Range(0, 2_000).Select(number => Write(number % 3 == 0 ? _others : _orders, number, new byte[number % 7], Filled(number)))];

        Assert.All(messages.Index(), pair =>
        {
            Assert.Equal(Filled(pair.Index), pair.Item.RawPayload.ToArray());
            Assert.Equal(pair.Index % 7, pair.Item.Key.Length);
            Assert.Equal(pair.Index, pair.Item.Offset.Value);
            Assert.Equal(pair.Index % 3 == 0 ? "others/5" : "orders/0", $"{pair.Item.Topic}/{pair.Item.Partition.Value}");
        });
    }

    [Fact]
    public void Offsets_with_wide_gaps_and_timestamps_far_apart_are_kept()
    {
        long[] offsets = [0, 1, 70_000, 70_001, 3, 5_000_000_000];

        Message[] messages = [.. offsets.Select(offset => _writer.Write(_orders, Records.Stamp(offset, timestamp: offset * 1_000), new RecordBytes([], hasKey: false, [1], hasPayload: true), _headers))];

        Assert.Equal(offsets, messages.Select(message => message.Offset.Value));
        Assert.Equal(offsets.Select(offset => offset * 1_000), messages.Select(message => message.Timestamp.UnixTimestampMs));
    }

    [Fact]
    public void Records_with_and_without_headers_by_turns_keep_theirs()
    {
        List<Message> messages = [];
        for (int number = 0; number < 1_000; number++)
        {
            _headers.Clear();
            if (number % 2 == 1)
            {
                _headers.Add("number"u8, [(byte)number], isNull: false);
            }

            messages.Add(Write(_orders, number, null, Filled(number)));
        }

        Assert.All(messages.Index(), pair => Assert.Equal(
            pair.Index % 2 == 1 ? [(byte)pair.Index] : null, pair.Item.Headers.TryGetLastBytes("number", out byte[] value) ? value : null));
    }

    [Fact]
    public void Nothing_is_not_empty()
    {
        Message nothing = Write(_orders, 0, null, null);
        Message empty = Write(_orders, 1, [], []);

        Assert.Equal((false, true), (nothing.HasKey, nothing.IsTombstone));
        Assert.Equal((true, false), (empty.HasKey, empty.IsTombstone));
    }

    [Fact]
    public void A_large_record_does_not_end_the_slab_of_the_small_ones()
    {
        byte[] before = ArrayOf(Write(_orders, 0, null, Filled(1)));
        Message large = Write(_orders, 1, null, new byte[1024 * 1024]);
        byte[] after = ArrayOf(Write(_orders, 2, null, Filled(2)));

        Assert.Equal(1024 * 1024, ArrayOf(large).Length);
        Assert.Same(before, after);
    }

    [Fact]
    public void A_quiet_partition_lets_go_of_a_slab_that_others_have_filled()
    {
        Write(_orders, 0, null, Filled(1));
        Assert.NotNull(_orders.Open);

        for (int number = 0; number < 1_000; number++)
        {
            Write(_others, number, null, new byte[100]);
        }

        Assert.Null(_orders.Open);
    }

    [Fact]
    public void A_record_costs_its_bytes_and_one_small_object()
    {
        PartitionSource source = new("orders", 1, Records.Plain);
        byte[] key = new byte[8];
        byte[] payload = new byte[100];
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int number = 0; number < 6_000; number++)
        {
            Write(source, number, key, payload);
        }

        // Of which 108 are the record's own bytes; the rest is the message and its share of the block and of the slab's last bytes.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 6_000, 108, 170);
    }

    private Message Write(PartitionSource source, long offset, byte[]? key, byte[]? payload) =>
        _writer.Write(source, Records.Stamp(offset), new RecordBytes(key, key is not null, payload, payload is not null), _headers);

    private static byte[] Filled(int number) => [.. Enumerable.Repeat((byte)number, number % 200)];

    private static byte[] ArrayOf(Message message)
    {
        Assert.True(MemoryMarshal.TryGetArray(message.RawPayload, out ArraySegment<byte> segment));
        return segment.Array!;
    }
}
