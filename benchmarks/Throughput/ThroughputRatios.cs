using Kafka.Dlq.Benchmarks.Measuring;

namespace Kafka.Dlq.Benchmarks.Throughput;

/// <summary>Contenders compared within each round, so that a slow moment of the machine is in both.</summary>
internal static class ThroughputRatios
{
    /// <summary>The tuned loop that does the same work: with JSON for those who read JSON.</summary>
    public static Contender YardstickOf(Contender contender) =>
        contender is Contender.BatchJson or Contender.MessageJson or Contender.TunedLoopJson ? Contender.TunedLoopJson : Contender.TunedLoop;

    /// <summary>How many times the yardstick's figure a contender's is; null when one of them was not measured.</summary>
    /// <param name="samples">Those of one size and number of partitions.</param>
    public static Spread? Of(IEnumerable<ThroughputSample> samples, Contender contender, Contender yardstick, Func<ThroughputSample, double> figure)
    {
        ILookup<Contender, ThroughputSample> by = samples.ToLookup(sample => sample.Contender);
        double[] ratios = [.. by[contender].Join(by[yardstick], own => own.Round, other => other.Round, (own, other) => figure(own) / figure(other))];
        return ratios.Length == 0 ? null : Spread.Of(ratios);
    }
}
