namespace Kafka.Dlq.Instrumentation;

/// <summary>Where records come from: one object for all records of a partition, so that they need not each carry a topic and can be told apart by it. Immutable.</summary>
public class RecordSource
{
    /// <summary>Makes the source of a partition's records.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="partition">The partition's number.</param>
    public RecordSource(string topic, int partition)
    {
        ArgumentNullException.ThrowIfNull(topic);
        Topic = topic;
        Partition = partition;
    }

    /// <summary>The topic.</summary>
    public string Topic { get; }

    /// <summary>The partition's number.</summary>
    public int Partition { get; }
}
