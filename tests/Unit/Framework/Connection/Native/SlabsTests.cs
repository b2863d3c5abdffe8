using Kafka.Dlq.Connection.Native;
using System.Runtime.InteropServices;

namespace Kafka.Dlq.Tests.Unit.Framework.Connection.Native;

public sealed class SlabsTests
{
    private readonly Slabs _slabs = new();

    [Fact]
    public void What_was_copied_does_not_change_when_more_is_copied()
    {
        List<ReadOnlyMemory<byte>> copies = [.. Enumerable.Range(0, 1_000).Select(number => Copy((byte)number, 200))];

        Assert.All(copies.Index(), copy => Assert.Equal(Enumerable.Repeat((byte)copy.Index, 200), copy.Item.ToArray()));
    }

    [Fact]
    public void Small_records_share_an_array_that_stays_out_of_the_large_object_heap()
    {
        byte[] first = ArrayOf(Copy(1, 100));

        Assert.Same(first, ArrayOf(Copy(2, 100)));
        Assert.InRange(first.Length, 1, 84_000);
    }

    [Theory]
    [InlineData(16 * 1024 + 1)]
    [InlineData(1024 * 1024)]
    public void A_large_record_has_an_array_of_its_own(int length)
    {
        ReadOnlyMemory<byte> copy = Copy(7, length);

        Assert.Equal(length, ArrayOf(copy).Length);
        Assert.NotSame(ArrayOf(copy), ArrayOf(Copy(8, 10)));
    }

    [Fact]
    public void Nothing_is_copied_as_nothing() => Assert.True(Copy(0, 0).IsEmpty);

    private unsafe ReadOnlyMemory<byte> Copy(byte value, int length)
    {
        byte[] bytes = [.. Enumerable.Repeat(value, length)];
        fixed (byte* start = bytes)
        {
            return _slabs.Copy(start, (nuint)length);
        }
    }

    private static byte[] ArrayOf(ReadOnlyMemory<byte> memory)
    {
        Assert.True(MemoryMarshal.TryGetArray(memory, out ArraySegment<byte> segment));
        return segment.Array!;
    }
}
