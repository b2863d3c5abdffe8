using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Kafka.Dlq.Benchmarks.Broker;

/// <summary>The topics of one run of the program: made with names that nobody else uses, and deleted at its end.</summary>
internal sealed class BenchTopics(string brokers) : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly IAdminClient _admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = brokers, SocketTimeoutMs = 10_000 }).SetLogHandler((_, _) => { }).Build();
    private readonly string _prefix = $"kafka-dlq-bench-{Guid.NewGuid():N}"[..24];
    private readonly List<string> _names = [];
    private int _made;

    /// <summary>A name for a group or a topic that was not used before.</summary>
    public string NewName(string what) => $"{_prefix}-{what}-{++_made}";

    /// <summary>Refuses to begin without a broker.</summary>
    public void Check()
    {
        try
        {
            _admin.GetMetadata(TimeSpan.FromSeconds(10));
        }
        catch (KafkaException exception)
        {
            throw new BenchException($"No broker answers at {brokers} within 10 s: {exception.Error.Reason}. Start one, or let ./bench start its own with KAFKA_HOME.", exception);
        }
    }

    /// <summary>Makes an empty topic with one copy of everything.</summary>
    public async Task<string> CreateAsync(string what, int partitions)
    {
        string name = NewName(what);
        await _admin.CreateTopicsAsync([new TopicSpecification { Name = name, NumPartitions = partitions, ReplicationFactor = 1 }], new CreateTopicsOptions { OperationTimeout = Deadline });
        _names.Add(name);
        return name;
    }

    /// <summary>Makes a topic and fills it; the number of records is rounded up to as many in each partition.</summary>
    public async Task<FilledTopic> FillAsync(string what, int partitions, long records, int size)
    {
        long perPartition = (records + partitions - 1) / partitions;
        FilledTopic topic = new(await CreateAsync(what, partitions), partitions, perPartition);
        TopicFiller.Fill(brokers, topic, size);
        return topic;
    }

    public async Task DeleteAsync(string name)
    {
        _names.Remove(name);
        await _admin.DeleteTopicsAsync([name]);
    }

    /// <summary>How many records a topic took in so far.</summary>
    public async Task<long> CountAsync(string name, int partitions)
    {
        ListOffsetsResult result = await _admin.ListOffsetsAsync(
            [.. Enumerable.Range(0, partitions).Select(partition => new TopicPartitionOffsetSpec { TopicPartition = new TopicPartition(name, partition), OffsetSpec = OffsetSpec.Latest() })]);
        return result.ResultInfos.Sum(info => info.TopicPartitionOffsetError.Offset.Value);
    }

    public async ValueTask DisposeAsync()
    {
        if (_names.Count > 0)
        {
            await _admin.DeleteTopicsAsync(_names);
        }

        _admin.Dispose();
    }
}
