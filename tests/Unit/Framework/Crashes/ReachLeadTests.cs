using Kafka.Dlq.Crashes;

namespace Kafka.Dlq.Tests.Unit.Framework.Crashes;

public sealed class ReachLeadTests
{
    [Theory]
    [InlineData(100, 100, 200, 100)]
    [InlineData(100, 60, 100, 120)]
    [InlineData(100, 1_000, 100, 200)]
    [InlineData(100, 0, 5_000, 50)]
    [InlineData(20, 0, 5_000, ReachLead.Least)]
    [InlineData(1_500, 1_000_000, 100, ReachLead.Most)]
    [InlineData(100, 5, 0, 200)]
    [InlineData(100, 0, 0, 100)]
    [InlineData(100, -50, 100, 50)]
    public void Lead_is_what_200_ms_of_work_go_through_and_changes_by_half_or_double_at_most(int last, long worked, int milliseconds, int expected) =>
        Assert.Equal(expected, ReachLead.Next(last, worked, TimeSpan.FromMilliseconds(milliseconds)));
}
