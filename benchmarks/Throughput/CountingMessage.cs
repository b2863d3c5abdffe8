using Kafka.Dlq.Benchmarks.Broker;
using Kafka.Dlq.Benchmarks.Measuring;

namespace Kafka.Dlq.Benchmarks.Throughput;

/// <summary>An empty handler of single messages.</summary>
internal sealed class CountingMessage(Gauge gauge, FilledTopic topic) : MessageConsumer
{
    private readonly Tally _tally = gauge.Open(topic.PerPartition);

    protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
    {
        _tally.Add(1);
        return Task.CompletedTask;
    }
}
