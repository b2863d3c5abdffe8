using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq.Tests.Unit.Dlq.Dispatch;

public sealed class TargetPartitionTests
{
    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(3, 4, 3)]
    [InlineData(2, 10, 2)]
    [InlineData(4, 4, 0)]
    [InlineData(9, 1, 0)]
    [InlineData(9, 3, 0)]
    [InlineData(8, 3, 2)]
    public void A_letter_goes_to_its_sources_number_or_to_that_modulo_the_targets_count(int source, int count, int target) =>
        Assert.Equal(target, TargetPartition.For(source, count).Value);

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 0)]
    public void Neither_a_partition_below_zero_nor_a_topic_without_partitions_is_taken(int source, int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TargetPartition.For(source, count));
}
