using Kafka.Dlq.Connection.Native;

namespace Kafka.Dlq.Tests.Unit.Framework.Connection.Native;

public sealed class SlabsTests
{
    private readonly Slabs _slabs = new();

    [Fact]
    public void Room_is_given_out_once_and_behind_the_room_before_it()
    {
        byte[] first = _slabs.Reserve(100, out int start);

        Assert.Same(first, _slabs.Reserve(50, out int next));
        Assert.Same(first, _slabs.Reserve(1, out int last));
        Assert.Equal((0, 100, 150), (start, next, last));
    }

    [Fact]
    public void An_array_stays_out_of_the_large_object_heap_and_another_follows_when_it_is_full()
    {
        byte[] first = _slabs.Reserve(1, out _);
        int given = 1;
        while (ReferenceEquals(first, _slabs.Reserve(1_000, out _)))
        {
            given += 1_000;
        }

        Assert.InRange(first.Length, given, 84_000);
        Assert.InRange(given, first.Length - 1_000, first.Length);
    }

    [Theory]
    [InlineData(16 * 1024 + 1)]
    [InlineData(1024 * 1024)]
    public void A_large_record_has_an_array_of_its_own(int length)
    {
        byte[] before = _slabs.Reserve(10, out _);

        Assert.Equal(length, _slabs.Reserve(length, out int start).Length);
        Assert.Equal(0, start);
        Assert.Same(before, _slabs.Reserve(10, out _));
    }

    [Fact]
    public void An_empty_record_has_a_place_also_behind_a_full_array()
    {
        for (int given = 0; given < Slabs.Size; given += 1_024)
        {
            _slabs.Reserve(1_024, out _);
        }

        _slabs.Reserve(0, out int start);

        Assert.Equal(0, start);
    }
}
