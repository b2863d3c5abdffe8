using Confluent.Kafka;
using System.Globalization;
using System.Text;

namespace Kafka.Dlq.DeadLetters;

/// <summary>When a record of a topic with a delay may be handled. Pure.</summary>
public static class DueTime
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK";

    private static readonly long Earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>The first moment in which the record may be handled.</summary>
    /// <param name="record">The record. Its headers and timestamp may have been written by anybody; nothing about them throws.</param>
    /// <param name="delay">What holds for the topic.</param>
    /// <returns>Null for a record that does not tell a time: it counts from when it was first seen.</returns>
    public static DateTimeOffset? Of(KafkaRecord record, DelaySettings delay)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(delay);
        DateTimeOffset? dueAt = ReadDueAt(record.Headers);
        return dueAt is not null && delay.IsPartOfDueAt ? dueAt
            : (dueAt ?? TimeOf(record.Timestamp)) is { } from ? After(from, delay.Delay)
            : null;
    }

    /// <summary>A time and a delay added up; the end of the calendar where there is no later one.</summary>
    /// <param name="time">The time.</param>
    /// <param name="delay">Zero or more.</param>
    public static DateTimeOffset After(DateTimeOffset time, TimeSpan delay) => DateTimeOffset.MaxValue - time > delay ? time + delay : DateTimeOffset.MaxValue;

    /// <summary>The time as <see cref="DeadLetterHeaders.DueAt"/> tells it: a whole millisecond that is not before it, so that nothing is early for the rounding.</summary>
    /// <param name="time">The time.</param>
    internal static string Text(DateTimeOffset time) => IsoTime.Of(After(time, TimeSpan.FromTicks(TimeSpan.TicksPerMillisecond - 1)));

    private static DateTimeOffset? ReadDueAt(Headers headers)
    {
        for (int i = headers.Count - 1; i >= 0; i--)
        {
            if (headers[i].Key == DeadLetterHeaders.DueAt)
            {
                return Read(headers[i].GetValueBytes());
            }
        }

        return null;
    }

    private static DateTimeOffset? Read(byte[]? value) =>
        value is not null && DateTimeOffset.TryParseExact(Encoding.UTF8.GetString(value), Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : null;

    // A number before the calendar is long ago, and one behind it will never come; -1 is Kafka's way of saying that there is none.
    private static DateTimeOffset? TimeOf(Timestamp timestamp) =>
        timestamp.Type == TimestampType.NotAvailable || timestamp.UnixTimestampMs == -1
            ? null
            : DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(timestamp.UnixTimestampMs, Earliest, Latest));
}
