using Kafka.Dlq.Processing;

namespace Kafka.Dlq.Tests.Unit.Framework.Processing;

public sealed class BufferLimitsTests
{
    [Theory]
    [InlineData(1, 8_000, 16)]
    [InlineData(6, 8_000, 16)]
    [InlineData(12, 4_000, 10)]
    [InlineData(24, 2_000, 5)]
    [InlineData(1_000, 2_000, 2)]
    public void Partitions_share_the_room_within_bounds(int partitions, int high, int mebibytes)
    {
        BufferLimits limits = BufferLimits.For(maxMessages: 100, partitions);

        Assert.Equal((high, high / 4), (limits.HighCount, limits.LowCount));
        Assert.Equal(mebibytes, limits.HighBytes / (1024 * 1024));
        Assert.Equal(limits.HighBytes / 4, limits.LowBytes);
    }

    [Theory]
    [InlineData(500, 2_000, 500)]
    [InlineData(1_000, 4_000, 1_000)]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue / 4)]
    public void There_is_room_for_four_batches_however_many_partitions_there_are(int maxMessages, int high, int low)
    {
        BufferLimits limits = BufferLimits.For(maxMessages, partitions: 1_000);

        Assert.Equal((high, low), (limits.HighCount, limits.LowCount));
    }

    [Theory]
    [InlineData(1, 4_096)]
    [InlineData(3, 2_048)]
    [InlineData(48, 1_024)]
    public void What_is_enough_for_the_moment_is_shared_too(int partitions, int kibibytes)
    {
        BufferLimits limits = BufferLimits.For(maxMessages: 100, partitions);

        Assert.Equal((200, kibibytes), (limits.AmpleCount, limits.AmpleBytes / 1024));
    }

    [Theory]
    [InlineData(5_000, 10_000)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void Less_than_two_batches_are_never_enough(int maxMessages, int ample) =>
        Assert.Equal(ample, BufferLimits.For(maxMessages, partitions: 6).AmpleCount);
}
