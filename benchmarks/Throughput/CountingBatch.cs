using Kafka.Dlq.Benchmarks.Broker;
using Kafka.Dlq.Benchmarks.Measuring;

namespace Kafka.Dlq.Benchmarks.Throughput;

/// <summary>An empty batch handler: it touches no message.</summary>
internal sealed class CountingBatch(Gauge gauge, FilledTopic topic) : BaseConsumer
{
    private readonly Tally _tally = gauge.Open(topic.PerPartition);

    protected internal override Task ConsumeAsync(CancellationToken cancellationToken)
    {
        _tally.Add(Messages.Count);
        return Task.CompletedTask;
    }
}
