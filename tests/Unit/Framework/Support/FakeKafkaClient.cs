using Confluent.Kafka;
using Kafka.Dlq.Connection;

namespace Kafka.Dlq.Tests.Unit.Framework.Support;

/// <summary>A client that does what the test says and keeps what it was asked for.</summary>
internal sealed class FakeKafkaClient : IKafkaClient
{
    /// <summary>What the next fetches bring, one each; after the last they bring nothing.</summary>
    public Queue<Action<FetchedRecords>> Fetches { get; } = [];

    /// <summary>Pauses, resumes and seeks in their order: <c>pause orders/0</c>.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Commits from workers and the interval, and those from inside callbacks, in their order.</summary>
    public List<IReadOnlyCollection<TopicPartitionOffset>> Commits { get; } = [];

    /// <summary>What the next calls of Seek, Pause and Resume throw, one each.</summary>
    public Queue<Exception> Throws { get; } = [];

    public Func<Task<CommitResult>> Answer { get; set; } = () => Task.FromResult(CommitResult.Success);

    public Action OnClose { get; set; } = () => { };

    /// <summary>The committed offsets of a partition in their order.</summary>
    public IReadOnlyList<long> CommitsOf(int partition) =>
        [.. Commits.SelectMany(offsets => offsets).Where(offset => offset.Partition.Value == partition).Select(offset => offset.Offset.Value)];

    public void Subscribe(IReadOnlyCollection<string> topics) => Calls.Add($"subscribe {string.Join(' ', topics)}");

    public void Fetch(FetchedRecords into, TimeSpan idle)
    {
        if (Fetches.TryDequeue(out Action<FetchedRecords>? fetch))
        {
            fetch(into);
        }
    }

    public void Pause(TopicPartition partition) => Note($"pause {partition.Topic}/{partition.Partition.Value}");

    public void Resume(TopicPartition partition) => Note($"resume {partition.Topic}/{partition.Partition.Value}");

    public void Seek(TopicPartitionOffset position) => Note($"seek {position.Topic}/{position.Partition.Value}/{position.Offset.Value}");

    public Task<CommitResult> CommitAsync(IReadOnlyCollection<TopicPartitionOffset> offsets, TimeSpan timeout)
    {
        Commits.Add(offsets);
        return Answer();
    }

    public CommitResult Commit(IReadOnlyCollection<TopicPartitionOffset> offsets, TimeSpan timeout)
    {
        Commits.Add(offsets);
        return Answer().GetAwaiter().GetResult();
    }

    public IConsumerGroupMetadata? Membership => null;

    public Task CommitsEndedAsync() => Task.CompletedTask;

    public Task<IReadOnlyList<TopicPartitionOffset>> CommittedAsync(IReadOnlyList<TopicPartition> partitions) => throw new NotSupportedException();

    /// <summary>What is committed before the scene begins, with its mark.</summary>
    public Func<TopicPartition, MarkedOffset> Stored { get; set; } = partition => new MarkedOffset(partition, Offset.Unset, "");

    /// <summary>The marks that were committed for a partition, in their order; empty texts where there was none.</summary>
    public IReadOnlyList<string> MarksOf(int partition) =>
        [.. Commits.SelectMany(offsets => offsets).Where(offset => offset.Partition.Value == partition).Select(offset => offset is MarkedOffset marked ? marked.Mark : "")];

    public Task<MarkedOffset> ReadMarkAsync(TopicPartition partition, TimeSpan timeout) => Task.FromResult(Stored(partition));

    public long? HighWatermark(TopicPartition partition) => null;

    public bool IsBrokerReachable(TimeSpan timeout) => true;

    /// <summary>What the next looks at the group find, one each; the last one again and again.</summary>
    public Queue<IReadOnlyList<TopicPartition>?> Unowned { get; } = [];

    public int Looks { get; private set; }

    public bool IsMember { get; set; } = true;

    public Task<IReadOnlyList<TopicPartition>?> UnownedAsync(TimeSpan timeout)
    {
        Looks++;
        return Task.FromResult(Unowned.Count > 1 ? Unowned.Dequeue() : Unowned.Peek());
    }

    public void Leave() => Note("leave");

    public void Close() => OnClose();

    public void Dispose()
    {
    }

    private void Note(string call)
    {
        Calls.Add(call);
        if (Throws.TryDequeue(out Exception? exception))
        {
            throw exception;
        }
    }
}
