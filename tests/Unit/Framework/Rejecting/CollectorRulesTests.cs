using Kafka.Dlq.Rejecting;

namespace Kafka.Dlq.Tests.Unit.Framework.Rejecting;

public sealed class CollectorRulesTests
{
    private static readonly SinkOptions Options = new() { Size = 10, Wait = TimeSpan.FromSeconds(2), MaxEntries = 20, MaxBytes = 1_000 };

    [Theory]
    [InlineData(0, 0, 0, false, null)]
    [InlineData(0, 0, 0, true, null)]
    [InlineData(1, 10, 0, false, 2.0)]
    [InlineData(9, 10, 1.5, false, 0.5)]
    [InlineData(1, 10, 2, false, 0.0)]
    [InlineData(1, 10, 3, false, 0.0)]
    [InlineData(10, 10, 0, false, 0.0)]
    [InlineData(1, 1_000, 0, false, 0.0)]
    [InlineData(1, 10, 0, true, 0.0)]
    public void It_is_handed_over_when_there_is_enough_or_the_oldest_waited_enough(int count, long bytes, double oldest, bool isFlushing, double? wait) =>
        Assert.Equal(wait, CollectorRules.WaitFor(Options, count, bytes, TimeSpan.FromSeconds(oldest), isFlushing)?.TotalSeconds);

    [Theory]
    [InlineData(19, 999, true)]
    [InlineData(20, 0, false)]
    [InlineData(0, 1_000, false)]
    public void Room_is_bounded_by_entries_and_by_bytes(int count, long bytes, bool hasRoom) => Assert.Equal(hasRoom, CollectorRules.HasRoom(Options, count, bytes));
}
