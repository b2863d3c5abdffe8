namespace Kafka.Dlq.Benchmarks.Latency;

/// <summary>The two times of a record, counted over the same while.</summary>
internal sealed class LatencyTimes
{
    public LatencyHistogram FromProducer { get; } = new();

    public LatencyHistogram FromFetch { get; } = new();

    public void Open()
    {
        FromProducer.Open();
        FromFetch.Open();
    }

    public LatencyRun Close(bool isOurs) => new(FromProducer.Close(), isOurs ? FromFetch.Close() : null);
}
