using Kafka.Dlq.Reliability.Workers;

namespace Kafka.Dlq.Reliability.Audit;

/// <summary>By how much records that waited were late, in milliseconds and in rising order; less than zero is early.</summary>
internal sealed class Waits
{
    private readonly double[] _late;

    private Waits(IEnumerable<LedgerLine> lines) => _late = [.. lines.Select(line => double.Parse(line.Text, System.Globalization.CultureInfo.InvariantCulture)).Order()];

    public int Count => _late.Length;

    public int Early => _late.Count(late => late < 0);

    public double Most => _late.Length == 0 ? 0 : _late[^1];

    /// <summary>Those that ended within a stretch of the machine's monotonic clock.</summary>
    public static Waits Between(IEnumerable<string> ledgers, long from, long to) =>
        new(ledgers.SelectMany(LedgerFile.Read).Where(line => line.Kind == LedgerKind.Due && line.Stamp >= from && line.Stamp < to));

    /// <summary>The least lateness that so many of a hundred do not exceed; 0 when there is none.</summary>
    public double Percentile(int percent) => _late.Length == 0 ? 0 : _late[(int)Math.Ceiling(_late.Length * percent / 100.0) - 1];
}
