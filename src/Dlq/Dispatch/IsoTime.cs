using Confluent.Kafka;
using System.Globalization;

namespace Kafka.Dlq.DeadLetters;

/// <summary>Times as ISO-8601 in UTC with milliseconds, as in <c>2026-01-31T23:59:59.999Z</c>.</summary>
internal static class IsoTime
{
    private static readonly long Earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The time, or null for a record without a timestamp or with one that no calendar holds: producers may send any number.</summary>
    public static string? Of(Timestamp timestamp) =>
        timestamp.Type == TimestampType.NotAvailable || timestamp.UnixTimestampMs < Earliest || timestamp.UnixTimestampMs > Latest
            ? null
            : Of(DateTimeOffset.FromUnixTimeMilliseconds(timestamp.UnixTimestampMs));
}
