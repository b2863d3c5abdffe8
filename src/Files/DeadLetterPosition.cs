using System.Globalization;
using System.Runtime.InteropServices;

namespace Kafka.Dlq.Files;

/// <summary>A place in a directory of dead letter files. Later entries have greater positions; numbers of segments are never used again.</summary>
/// <param name="Segment">The segment's number; the first is 1.</param>
/// <param name="Offset">Bytes from the segment's beginning.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DeadLetterPosition(long Segment, long Offset) : IComparable<DeadLetterPosition>
{
    /// <summary>Whether a position lies before another.</summary>
    public static bool operator <(DeadLetterPosition left, DeadLetterPosition right) => left.CompareTo(right) < 0;

    /// <summary>Whether a position lies before another or is the same.</summary>
    public static bool operator <=(DeadLetterPosition left, DeadLetterPosition right) => left.CompareTo(right) <= 0;

    /// <summary>Whether a position lies behind another.</summary>
    public static bool operator >(DeadLetterPosition left, DeadLetterPosition right) => left.CompareTo(right) > 0;

    /// <summary>Whether a position lies behind another or is the same.</summary>
    public static bool operator >=(DeadLetterPosition left, DeadLetterPosition right) => left.CompareTo(right) >= 0;

    /// <inheritdoc />
    public int CompareTo(DeadLetterPosition other) => (Segment, Offset).CompareTo((other.Segment, other.Offset));

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Segment}:{Offset}");
}
