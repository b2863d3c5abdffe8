using Confluent.Kafka;

namespace Kafka.Dlq.Benchmarks.Broker;

/// <summary>Fills topics in full batches, as a busy producer does.</summary>
internal static class TopicFiller
{
    // So many records of one partition come after each other, so that batches are as large with many partitions as with one.
    private const int Block = 1_000;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    public static void Fill(string brokers, FilledTopic topic, int size)
    {
        ProducerConfig config = new()
        {
            BootstrapServers = brokers,
            Acks = Acks.All,
            LingerMs = 50,
            BatchNumMessages = 10_000,
            QueueBufferingMaxMessages = 1_000_000,
            QueueBufferingMaxKbytes = 256 * 1024,
            EnableDeliveryReports = false,
        };
        using IProducer<Null, byte[]> producer = new ProducerBuilder<Null, byte[]>(config).Build();
        OrderValues values = new(size);
        for (long first = 0; first < topic.PerPartition; first += Block)
        {
            int length = (int)Math.Min(Block, topic.PerPartition - first);
            for (int partition = 0; partition < topic.Partitions; partition++)
            {
                Produce(producer, new TopicPartition(topic.Name, partition), values, length);
            }
        }

        if (producer.Flush(Deadline) > 0)
        {
            throw new BenchException($"The broker did not take {topic.Records:N0} records of {size} bytes into {topic.Name} within {Deadline}.");
        }
    }

    private static void Produce(IProducer<Null, byte[]> producer, TopicPartition partition, OrderValues values, int count)
    {
        for (int record = 0; record < count; record++)
        {
            Produce(producer, partition, new Message<Null, byte[]> { Value = values[record] });
        }
    }

    private static void Produce(IProducer<Null, byte[]> producer, TopicPartition partition, Message<Null, byte[]> message)
    {
        while (true)
        {
            try
            {
                producer.Produce(partition, message);
                return;
            }
            catch (ProduceException<Null, byte[]> exception) when (exception.Error.Code == ErrorCode.Local_QueueFull)
            {
                producer.Poll(TimeSpan.FromMilliseconds(10));
            }
        }
    }
}
