using Kafka.Dlq.Processing;

namespace Kafka.Dlq.Tests.Unit.Framework.Processing;

public sealed class BufferLimitsTests
{
    [Theory]
    [InlineData(1, 2_000, 500)]
    [InlineData(500, 2_000, 500)]
    [InlineData(1_000, 4_000, 1_000)]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue / 4)]
    public void There_is_room_for_four_batches_and_at_least_2000_messages(int maxMessages, int high, int low)
    {
        BufferLimits limits = BufferLimits.For(maxMessages);

        Assert.Equal((high, low), (limits.HighCount, limits.LowCount));
        Assert.Equal((16 * 1024 * 1024, 4 * 1024 * 1024), (limits.HighBytes, limits.LowBytes));
    }
}
