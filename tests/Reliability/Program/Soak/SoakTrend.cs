namespace Kafka.Dlq.Reliability.Soak;

/// <summary>Where memory, handles and threads of workers tend when everything is loaded and warmed up.</summary>
/// <param name="MemoryPercentPerHour">
/// The median of the slopes between any two samples of the second half (Theil and Sen), of the worker that grows most, in percent of its mean. The first half is for the runtime, which
/// finds the size of its heap in it; and the median, because it takes memory in steps: one step of half a megabyte is no growth, while what leaks is in most pairs of samples.
/// </param>
/// <param name="HandlesMore">By how much the mean of the last quarter is above that of the second, of the worker that grows most.</param>
/// <param name="ThreadsMore">As <paramref name="HandlesMore"/>.</param>
internal sealed record SoakTrend(double MemoryPercentPerHour, double LastMemoryMiB, double HandlesMore, double ThreadsMore)
{
    private const double MostMemoryPercent = 1;
    private const double MostMore = 3;

    public static SoakTrend Of(IReadOnlyList<SoakSample> samples)
    {
        List<SoakSample[]> workers = [.. samples.GroupBy(sample => sample.Worker).Select(worker => worker.OrderBy(sample => sample.At).ToArray())];
        return new SoakTrend(
            workers.Max(worker => SlopePercentPerHour(worker[(worker.Length / 2)..])),
            workers.Max(worker => worker[^1].MemoryMiB),
            workers.Max(worker => More(worker, sample => sample.Handles)),
            workers.Max(worker => More(worker, sample => sample.Threads)));
    }

    public IEnumerable<string> Failures()
    {
        if (MemoryPercentPerHour > MostMemoryPercent)
        {
            yield return FormattableString.Invariant($"Memory grows by {MemoryPercentPerHour:0.0} % an hour; {MostMemoryPercent:0} % is promised.");
        }

        if (HandlesMore > MostMore || ThreadsMore > MostMore)
        {
            yield return FormattableString.Invariant($"A worker has {HandlesMore:0.0} handles and {ThreadsMore:0.0} threads more in the last quarter than in the second; they are promised to stay as they are.");
        }
    }

    private static double SlopePercentPerHour(SoakSample[] samples)
    {
        double[] slopes =
        [
            .. from first in samples
               from second in samples
               where second.At > first.At
               let slope = (second.MemoryMiB - first.MemoryMiB) / (second.At - first.At).TotalHours
               orderby slope
               select slope,
        ];
        return slopes.Length == 0 ? 0 : slopes[slopes.Length / 2] / samples.Average(sample => sample.MemoryMiB) * 100;
    }

    private static double More(SoakSample[] samples, Func<SoakSample, int> value)
    {
        int quarter = samples.Length / 4;
        return quarter == 0 ? 0 : samples[^quarter..].Average(value) - samples[quarter..(2 * quarter)].Average(value);
    }
}
