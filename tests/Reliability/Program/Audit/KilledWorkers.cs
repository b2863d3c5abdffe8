using Kafka.Dlq.Reliability.Workers;

namespace Kafka.Dlq.Reliability.Audit;

/// <summary>
/// At which records workers were when they were killed from outside. Whoever kills the process at the same record again and again makes it look like one that kills the process itself, and nobody can
/// tell the two apart; so a healthy record may be given up, but only then.
/// </summary>
internal static class KilledWorkers
{
    /// <summary>How many workers were killed from outside when a record was at hand or next: it had its partition, and nothing at or behind the record was handled by it.</summary>
    public static int At(IEnumerable<string> ledgers, int partition, long offset) => ledgers.Count(ledger => WasAt(LedgerFile.Read(ledger), partition, offset));

    internal static bool WasAt(IEnumerable<LedgerLine> ledger, int partition, long offset)
    {
        bool isHeld = false;
        long? last = null;
        foreach (LedgerLine line in ledger)
        {
            if (line.Kind == LedgerKind.Killed)
            {
                // It is known what it died of.
                return false;
            }

            bool isMoved = line.Kind is LedgerKind.Assigned or LedgerKind.Revoked or LedgerKind.Lost && line.Text.Split(',').Contains($"{partition}");
            isHeld = isMoved ? line.Kind == LedgerKind.Assigned : isHeld;
            last = isMoved ? null : line.Kind == LedgerKind.Handled && line.Partition == partition ? line.Offset : last;
        }

        // Whoever ends in order gives its partitions up first.
        return isHeld && (last is null || last == offset - 1);
    }
}
