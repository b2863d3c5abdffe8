using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Tests.Unit.Dlq.Support;

namespace Kafka.Dlq.Tests.Unit.Dlq.Delays;

/// <summary>When a record of a topic with a delay may be handled.</summary>
public sealed class DueTimeTests
{
    private static readonly DelaySettings Minute = new(TimeSpan.FromMinutes(1));
    private static readonly DateTimeOffset Written = new(2026, 1, 1, 0, 0, 0, 123, TimeSpan.Zero);

    [Theory]
    [InlineData(TimestampType.CreateTime)]
    [InlineData(TimestampType.LogAppendTime)]
    public void Delay_counts_from_the_timestamp_whoever_set_it(TimestampType type) =>
        Assert.Equal(Written.AddMinutes(1), Of(new Timestamp(Written.ToUnixTimeMilliseconds(), type)));

    [Theory]
    [InlineData("2026-01-01T08:00:00Z")]
    [InlineData("2026-01-01T08:00:00.000Z")]
    [InlineData("2026-01-01T08:00:00")]
    [InlineData("2026-01-01T09:00:00.0000000+01:00")]
    public void Header_stands_in_for_the_timestamp(string dueAt) =>
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 8, 1, 0, TimeSpan.Zero), Of(Stamp(), ("dlq.due_at", dueAt)));

    [Fact]
    public void Last_of_several_headers_counts() =>
        Assert.Equal(Written.AddHours(2).AddMinutes(1), Of(Stamp(), ("dlq.due_at", "2026-01-01T01:00:00.123Z"), ("dlq.due_at", "2026-01-01T02:00:00.123Z"), ("other", "x")));

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("1767225600123")]
    [InlineData("01/02/2026")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData(null)]
    public void Header_that_cannot_be_read_counts_as_absent(string? dueAt) => Assert.Equal(Written.AddMinutes(1), Of(Stamp(), ("dlq.due_at", dueAt)));

    [Fact]
    public void Record_without_a_time_tells_none()
    {
        Assert.Null(Of(Timestamp.Default));
        Assert.Null(Of(new Timestamp(-1, TimestampType.CreateTime)));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(253_402_300_799_999)]
    public void Time_behind_the_calendar_never_comes(long timestamp) =>
        Assert.Equal(DateTimeOffset.MaxValue, Of(new Timestamp(timestamp, TimestampType.CreateTime)));

    [Fact]
    public void Time_before_the_calendar_is_long_ago() => Assert.True(Of(new Timestamp(long.MinValue, TimestampType.CreateTime)) < DateTimeOffset.UnixEpoch);

    [Fact]
    public void Delay_of_zero_waits_for_the_header_only() =>
        Assert.Equal(Written, DueTime.Of(new SomeRecord(new TopicPartitionOffset("orders", 0, 1), Stamp(), null, null, null), new DelaySettings(TimeSpan.Zero)));

    private static Timestamp Stamp() => new(Written.ToUnixTimeMilliseconds(), TimestampType.CreateTime);

    private static DateTimeOffset? Of(Timestamp timestamp, params (string Name, string? Text)[] headers) =>
        DueTime.Of(new SomeRecord(new TopicPartitionOffset("orders", 0, 1), timestamp, null, null, Some.Headers(headers)), Minute);
}
