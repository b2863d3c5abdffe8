using Kafka.Dlq.Reliability.Soak;

namespace Kafka.Dlq.Tests.Reliability.Soak;

public sealed class SoakTrendTests
{
    [Fact]
    public void Steady_worker_has_no_slope_and_keeps_the_promise()
    {
        SoakTrend trend = SoakTrend.Of(Samples(_ => 100, _ => 20, _ => 60));

        Assert.Equal(0, trend.MemoryPercentPerHour, precision: 6);
        Assert.Empty(trend.Failures());
    }

    [Fact]
    public void What_grows_while_it_warms_up_does_not_count() =>
        Assert.Empty(SoakTrend.Of(Samples(minute => minute < 30 ? 80 + (0.5 * minute) : 95, _ => 20, _ => 60)).Failures());

    [Fact]
    public void Memory_that_grows_by_five_percent_an_hour_is_told()
    {
        SoakTrend trend = SoakTrend.Of(Samples(minute => 100 + (5.0 * minute / 60), _ => 20, _ => 60));

        Assert.InRange(trend.MemoryPercentPerHour, 4.7, 5);
        Assert.Contains("Memory grows by", Assert.Single(trend.Failures()), StringComparison.Ordinal);
    }

    [Fact]
    public void One_step_of_the_heap_is_no_growth() =>
        Assert.Empty(SoakTrend.Of(Samples(minute => minute < 37 ? 99.7 : 100.2, _ => 20, _ => 60)).Failures());

    [Fact]
    public void Memory_that_grows_in_steps_is_told() =>
        Assert.Single(SoakTrend.Of(Samples(minute => 100 + (minute / 10), _ => 20, _ => 60)).Failures());

    [Fact]
    public void Handles_that_grow_are_told() =>
        Assert.Contains("handles", Assert.Single(SoakTrend.Of(Samples(_ => 100, _ => 20, minute => 60 + minute)).Failures()), StringComparison.Ordinal);

    [Fact]
    public void Picture_has_a_line_for_each_worker_in_each_part()
    {
        SoakSample[] samples = [.. Samples(_ => 100, _ => 20, _ => 60), .. Samples(_ => 90, _ => 20, _ => 60).Select(sample => sample with { Worker = 1 })];

        Assert.Equal(8, SoakPlot.Draw(samples).Split("<polyline").Length - 1);
    }

    private static SoakSample[] Samples(Func<int, double> memory, Func<int, int> threads, Func<int, int> handles) =>
        [.. Enumerable.Range(0, 60).Select(minute => new SoakSample(TimeSpan.FromMinutes(minute), 0, memory(minute), threads(minute), handles(minute), 0))];
}
