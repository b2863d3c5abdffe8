using System.Collections.Immutable;

namespace Kafka.Dlq.Examples.Orders.Demo;

/// <summary>The counts of one moment of a run.</summary>
/// <param name="Produced">Orders that the broker acknowledged.</param>
/// <param name="Refused">Orders that the broker did not acknowledge.</param>
/// <param name="Posted">Orders posted to the ledger.</param>
/// <param name="Retries">Runs that repeated a failed one.</param>
/// <param name="Letters">Dead letters that the broker acknowledged, by reason.</param>
/// <param name="Worked">From the start to the last order that was done.</param>
internal sealed record TallyCounts(long Produced, long Refused, long Posted, long Retries, ImmutableSortedDictionary<string, long> Letters, TimeSpan Worked)
{
    /// <summary>Orders that are posted or a dead letter.</summary>
    public long Done => Posted + Letters.Values.Sum();

    /// <summary>Orders done per second.</summary>
    public double Rate => Worked > TimeSpan.Zero ? Done / Worked.TotalSeconds : 0;
}
