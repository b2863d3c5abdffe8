using Confluent.Kafka;

namespace Kafka.Dlq.Connection;

/// <summary>What one fetch brought: messages in the order of arrival, ends of partitions, errors. Reused from fetch to fetch; belongs to the poll thread.</summary>
internal sealed class FetchedRecords(int capacity)
{
    private const long MaxBytes = 8 * 1024 * 1024;

    private long _bytes;

    public int Capacity { get; } = capacity;

    public List<Message> Messages { get; } = new(capacity);

    public List<TopicPartitionOffset> Ends { get; } = [];

    public List<KafkaException> Errors { get; } = [];

    /// <summary>Whether a fetch should end here: by the number of its messages or, where they are large, by their bytes.</summary>
    public bool IsFull => Messages.Count >= Capacity || _bytes >= MaxBytes;

    public void Add(Message message)
    {
        Messages.Add(message);
        _bytes += message.Size;
    }

    public void Clear()
    {
        _bytes = 0;
        Messages.Clear();
        Ends.Clear();
        Errors.Clear();
    }

    /// <summary>Forgets what came of a partition in this fetch: it was taken away, or is to go on elsewhere.</summary>
    public void Drop(TopicPartition partition)
    {
        Messages.RemoveAll(message => message.Topic == partition.Topic && message.Partition == partition.Partition);
        Ends.RemoveAll(end => end.TopicPartition == partition);
    }
}
