using Confluent.Kafka;
using Kafka.Dlq.Examples.Orders.Demo;
using System.Text.Json;

namespace Kafka.Dlq.Examples.Orders;

/// <summary>Where handled orders are posted: a topic, so that the audit reads back what was really posted, whatever became of this process.</summary>
internal sealed class Ledger(ExampleKafka broker, OrderTopics topics, FlakyLine line, Tally tally) : IDisposable
{
    private readonly IProducer<string, byte[]> _producer = new ProducerBuilder<string, byte[]>(Settings(broker)).Build();

    /// <summary>Posts an order and waits until the entry is kept.</summary>
    /// <param name="order">The order.</param>
    /// <param name="source">Where the order was read.</param>
    /// <param name="cancellationToken">Gives up waiting; the entry may be there all the same.</param>
    /// <exception cref="LedgerUnavailableException">The ledger is away for a moment.</exception>
    public async Task PostAsync(Order order, TopicPartitionOffset source, CancellationToken cancellationToken)
    {
        line.Pass(order);
        LedgerEntry entry = new(order.Number, order.Total, source.Partition.Value, source.Offset.Value);
        Message<string, byte[]> message = new() { Key = order.Customer, Value = JsonSerializer.SerializeToUtf8Bytes(entry) };
        await _producer.ProduceAsync(topics.Ledger, message, cancellationToken);
        tally.Posted();
    }

    public void Dispose() => _producer.Dispose();

    private static ProducerConfig Settings(ExampleKafka broker)
    {
        ProducerConfig settings = broker.Client<ProducerConfig>();
        settings.EnableIdempotence = true;
        settings.LingerMs = 0;
        return settings;
    }
}
