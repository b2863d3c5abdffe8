using Kafka.Dlq.Crashes;

namespace Kafka.Dlq.Tests.Unit.Framework.Crashes;

public sealed class CrashMarkTextTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void No_mark_is_no_text()
    {
        Assert.Equal("", CrashMarkText.Write(CrashMark.None));
        Assert.Same(CrashMark.None, CrashMarkText.Read(""));
    }

    [Fact]
    public void Mark_says_what_is_known()
    {
        CrashMark mark = new(120, 103, [new CrashCount(103, 2, Noon), new CrashCount(110, 1, Noon)]);

        Assert.Equal("kafka-dlq-crash/1 reach=120 alone=103 crashes=103:2:1795608000,110:1:1795608000", CrashMarkText.Write(mark));
    }

    [Theory]
    [InlineData(120, null, 0)]
    [InlineData(0, 7L, 0)]
    [InlineData(0, null, 1)]
    [InlineData(long.MaxValue, long.MaxValue, CrashMark.MostCounts)]
    public void Text_is_read_as_it_was_written(long reach, long? alone, int counts)
    {
        CrashMark mark = new(reach, alone, [.. Enumerable.Range(1, counts).Select(number => new CrashCount(long.MaxValue - number, int.MaxValue, Noon))]);

        CrashMark read = CrashMarkText.Read(CrashMarkText.Write(mark))!;

        Assert.Equal((mark.Reach, mark.Alone), (read.Reach, read.Alone));
        Assert.Equal(mark.Counts, read.Counts);
    }

    [Fact]
    public void Largest_mark_is_far_below_what_a_broker_takes()
    {
        CrashMark largest = new(long.MaxValue, long.MaxValue, [.. Enumerable.Range(0, CrashMark.MostCounts).Select(number => new CrashCount(long.MaxValue - number, int.MaxValue, DateTimeOffset.MaxValue))]);

        Assert.InRange(CrashMarkText.Write(largest).Length, 1, 1_024);
    }

    [Theory]
    [InlineData("somebody else's")]
    [InlineData("kafka-dlq-crash/2 reach=5")]
    [InlineData("kafka-dlq-crash/1 reach=-5")]
    [InlineData("kafka-dlq-crash/1 reach=five")]
    [InlineData("kafka-dlq-crash/1 reach=99999999999999999999")]
    [InlineData("kafka-dlq-crash/1 depth=5")]
    [InlineData("kafka-dlq-crash/1 reach=5 ")]
    [InlineData("kafka-dlq-crash/1 crashes=5:0:1")]
    [InlineData("kafka-dlq-crash/1 crashes=5:3000000000:1")]
    [InlineData("kafka-dlq-crash/1 crashes=5:1:999999999999999")]
    [InlineData("kafka-dlq-crash/1 crashes=1:1:1,2:1:1,3:1:1,4:1:1,5:1:1,6:1:1,7:1:1,8:1:1,9:1:1,10:1:1,11:1:1,12:1:1,13:1:1,14:1:1,15:1:1,16:1:1,17:1:1")]
    public void Text_that_says_something_else_is_no_mark(string text) => Assert.Null(CrashMarkText.Read(text));
}
