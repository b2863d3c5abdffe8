using Kafka.Dlq.Reliability.Workers;
using System.Diagnostics;

namespace Kafka.Dlq.Reliability.Audit;

/// <summary>
/// How many records may be handled again: for each kill and each revoke, at most what one worker handled since its last commit. Taken from the ledgers, as the most that
/// any worker handled within the commit interval and one second more, for the commit itself and for letters on their way that hold it.
/// </summary>
internal static class DoubledBound
{
    private static readonly TimeSpan More = TimeSpan.FromSeconds(1);

    public static long Of(IEnumerable<string> ledgers, int kills, TimeSpan commitInterval)
    {
        long window = (long)((commitInterval + More).TotalSeconds * Stopwatch.Frequency);
        long most = 0;
        long revokes = 0;
        foreach (string ledger in ledgers)
        {
            Queue<long> stamps = new();
            foreach (LedgerLine line in LedgerFile.Read(ledger))
            {
                revokes += line.Kind is LedgerKind.Revoked or LedgerKind.Lost && line.Text.Length > 0 ? 1 : 0;
                most = Math.Max(most, line.Kind == LedgerKind.Handled ? Slide(stamps, line.Stamp, window) : 0);
            }
        }

        return most * (kills + revokes);
    }

    private static int Slide(Queue<long> stamps, long stamp, long window)
    {
        stamps.Enqueue(stamp);
        while (stamps.Peek() < stamp - window)
        {
            stamps.Dequeue();
        }

        return stamps.Count;
    }
}
