using Kafka.Dlq.Benchmarks.Broker;
using Kafka.Dlq.Benchmarks.Measuring;

namespace Kafka.Dlq.Benchmarks.Throughput;

/// <summary>A batch handler that reads each value.</summary>
internal sealed class CountingJsonBatch(Gauge gauge, FilledTopic topic) : BaseConsumer<Order>
{
    private readonly Tally _tally = gauge.Open(topic.PerPartition);

    protected internal override Task ConsumeAsync(CancellationToken cancellationToken)
    {
        foreach (Message<Order> message in Messages)
        {
            _tally.Add(message.Payload is null ? 0 : 1);
        }

        return Task.CompletedTask;
    }
}
