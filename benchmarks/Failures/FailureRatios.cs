using Kafka.Dlq.Benchmarks.Measuring;

namespace Kafka.Dlq.Benchmarks.Failures;

/// <summary>Failing runs compared, round by round, with the run of as many records of which none failed.</summary>
internal static class FailureRatios
{
    public static Spread? Of(IReadOnlyList<FailureSample> samples, int every, DispatchMethod dispatch)
    {
        double[] ratios =
        [
            .. from sample in samples
               where sample.Every == every && sample.Dispatch == dispatch
               from reference in samples
               where reference.Every == 0 && reference.Records == sample.Records && reference.Round == sample.Round
               select sample.Measured.Rate / reference.Measured.Rate,
        ];
        return ratios.Length == 0 ? null : Spread.Of(ratios);
    }
}
