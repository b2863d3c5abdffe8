using Kafka.Dlq.Reliability.Workers;

namespace Kafka.Dlq.Reliability.Audit;

/// <summary>Follows the ledgers of a pool while they are written, and knows how far each partition has got.</summary>
internal sealed class LedgerTail(WorkerPool pool)
{
    private readonly Dictionary<string, long> _positions = new(StringComparer.Ordinal);
    private readonly Dictionary<int, long> _reached = [];

    /// <summary>Whether each partition has been worked through up to an offset: handled, or given up as a letter that the broker has.</summary>
    public bool HasReached(long offset, int partitions)
    {
        foreach (string ledger in pool.Ledgers)
        {
            ReadOn(ledger);
        }

        return Enumerable.Range(0, partitions).All(partition => _reached.GetValueOrDefault(partition, -1) >= offset);
    }

    private void ReadOn(string ledger)
    {
        using FileStream file = new(ledger, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = _positions.GetValueOrDefault(ledger);
        byte[] bytes = new byte[file.Length - file.Position];
        file.ReadExactly(bytes);
        int whole = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        _positions[ledger] = file.Position - bytes.Length + whole;
        foreach (string text in System.Text.Encoding.UTF8.GetString(bytes, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            LedgerLine line = LedgerFile.Parse(text);
            if (line.Kind is LedgerKind.Handled or LedgerKind.Delivered)
            {
                _reached[line.Partition] = Math.Max(line.Offset, _reached.GetValueOrDefault(line.Partition, -1));
            }
        }
    }
}
