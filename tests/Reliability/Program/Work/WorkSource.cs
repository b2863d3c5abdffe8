using Confluent.Kafka;

namespace Kafka.Dlq.Reliability.Work;

/// <summary>Writes numbered records to the source topic, in turn over its partitions, and has each acknowledged.</summary>
internal sealed class WorkSource : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    private readonly IProducer<byte[]?, byte[]?> _producer;
    private readonly string _topic;
    private readonly int _partitions;
    private readonly FaultPlan _plan;

    public WorkSource(string bootstrapServers, string topic, int partitions, FaultPlan plan)
    {
        _producer = PlainClients.Producer(bootstrapServers);
        _topic = topic;
        _partitions = partitions;
        _plan = plan;
    }

    /// <summary>How many records the brokers have acknowledged.</summary>
    public long Written { get; private set; }

    /// <summary>Writes the next records and waits until the brokers have them all.</summary>
    /// <exception cref="KafkaException">A record was not acknowledged within five minutes.</exception>
    public async Task WriteAsync(int count, CancellationToken cancellationToken)
    {
        if (count <= 0)
        {
            return;
        }

        long first = Written;
        Countdown acknowledged = new(count);
        for (long number = first; number < first + count; number++)
        {
            TopicPartition place = new(_topic, new Partition((int)(number % _partitions)));
            _producer.Produce(place, WorkRecord.Of(number, _plan.Of(number)), acknowledged.Take);
        }

        await acknowledged.Done.WaitAsync(Deadline, cancellationToken);
        Written += count;
    }

    public void Dispose() => _producer.Dispose();
}
