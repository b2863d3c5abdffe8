using Kafka.Dlq.Benchmarks.Broker;
using Kafka.Dlq.Benchmarks.Measuring;

namespace Kafka.Dlq.Benchmarks.Throughput;

/// <summary>A handler of single messages that reads each value.</summary>
internal sealed class CountingJsonMessage(Gauge gauge, FilledTopic topic) : MessageConsumer<Order>
{
    private readonly Tally _tally = gauge.Open(topic.PerPartition);

    protected override Task ConsumeAsync(Message<Order> message, CancellationToken cancellationToken)
    {
        _tally.Add(message.Payload is null ? 0 : 1);
        return Task.CompletedTask;
    }
}
