using Kafka.Dlq.Reliability.Workers;
using System.Diagnostics;

namespace Kafka.Dlq.Reliability.Audit;

/// <summary>What one worker did before, in and after an outage of what all records need.</summary>
/// <param name="NormalRate">Records handled in a second before it.</param>
/// <param name="Handled">Records handled in it.</param>
/// <param name="Letters">Letters dispatched in it.</param>
/// <param name="MostInAMinute">The most letters dispatched in any minute of the whole run.</param>
/// <param name="Recovery">The time from its end until a second in which as many records were handled as in one before it; null when there was none.</param>
internal sealed record OutageBook(double NormalRate, long Handled, long Letters, int MostInAMinute, TimeSpan? Recovery)
{
    // A letter's line is written a moment after the breaker counted it, sometimes a longer one: half a second keeps two of these moments from making one too many.
    private static readonly long Minute = Ticks(TimeSpan.FromSeconds(59.5));
    private static readonly long Second = Ticks(TimeSpan.FromSeconds(1));

    /// <summary>Reads a worker's ledger.</summary>
    /// <param name="lines">Its lines, in order.</param>
    /// <param name="normal">From when on it worked as ever, by the machine's monotonic clock.</param>
    /// <param name="from">When the outage began.</param>
    /// <param name="to">When it ended.</param>
    public static OutageBook Of(IEnumerable<LedgerLine> lines, long normal, long from, long to)
    {
        Queue<long> letters = new();
        Queue<long> handled = new();
        long before = 0, during = 0, lettersDuring = 0;
        int most = 0;
        long? recovered = null;
        foreach (LedgerLine line in lines.Where(line => line.Kind is LedgerKind.Handled or LedgerKind.Dispatched))
        {
            bool isInside = line.Stamp >= from && line.Stamp < to;
            if (line.Kind == LedgerKind.Dispatched)
            {
                most = Math.Max(most, Slide(letters, line.Stamp, Minute));
                lettersDuring += isInside ? 1 : 0;
                continue;
            }

            before += line.Stamp >= normal && line.Stamp < from ? 1 : 0;
            during += isInside ? 1 : 0;
            if (line.Stamp >= to && Slide(handled, line.Stamp, Second) >= Rate(before, normal, from))
            {
                recovered ??= line.Stamp;
            }
        }

        return new OutageBook(Rate(before, normal, from), during, lettersDuring, most, recovered is { } stamp ? Stopwatch.GetElapsedTime(to, stamp) : null);
    }

    private static double Rate(long count, long from, long to) => count / Stopwatch.GetElapsedTime(from, to).TotalSeconds;

    private static int Slide(Queue<long> stamps, long stamp, long window)
    {
        stamps.Enqueue(stamp);
        while (stamps.Peek() <= stamp - window)
        {
            stamps.Dequeue();
        }

        return stamps.Count;
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);
}
