using Confluent.Kafka;
using Kafka.Dlq.Connection;
using Kafka.Dlq.Routing;

namespace Kafka.Dlq.Tests.Unit.Framework.Support;

/// <summary>Makes a client that hands out what the test says from a poll thread, and tells in which order it was called.</summary>
internal sealed class FakeClients(Action<string> tell) : IKafkaClientFactory
{
    private readonly Queue<Action<FetchedRecords>> _fetches = [];
    private IKafkaClientEvents? _events;

    /// <summary>Answers whether a broker can be reached.</summary>
    public Func<bool> IsReachable { get; set; } = () => true;

    /// <summary>What the poll thread does in one of its next rounds, within the fetch.</summary>
    public void InFetch(Action<FetchedRecords, IKafkaClientEvents> act)
    {
        lock (_fetches)
        {
            _fetches.Enqueue(into => act(into, _events!));
            Monitor.Pulse(_fetches);
        }
    }

    public IKafkaClient Create(SubscriptionGroupRoute route, TopicLookup topics, IKafkaClientEvents events)
    {
        _events = events;
        return new Client(this);
    }

    private sealed class Client(FakeClients owner) : IKafkaClient
    {
        public void Subscribe(IReadOnlyCollection<string> topics) => owner.Tell("subscribe");

        public void Fetch(FetchedRecords into, TimeSpan idle)
        {
            owner.Next()?.Invoke(into);
        }

        public void Pause(TopicPartition partition)
        {
        }

        public void Resume(TopicPartition partition)
        {
        }

        public void Seek(TopicPartitionOffset position)
        {
        }

        public Task<CommitResult> CommitAsync(IReadOnlyCollection<TopicPartitionOffset> offsets, TimeSpan timeout) => Task.FromResult(Commit(offsets, timeout));

        public CommitResult Commit(IReadOnlyCollection<TopicPartitionOffset> offsets, TimeSpan timeout)
        {
            owner.Tell($"commit {string.Join(' ', offsets.Select(offset => offset.Offset.Value))}");
            return CommitResult.Success;
        }

        public IConsumerGroupMetadata? Membership => null;

        public Task CommitsEndedAsync() => Task.CompletedTask;

        public Task<IReadOnlyList<TopicPartitionOffset>> CommittedAsync(IReadOnlyList<TopicPartition> partitions) => throw new NotSupportedException();

        public Task<MarkedOffset> ReadMarkAsync(TopicPartition partition, TimeSpan timeout) => Task.FromResult(new MarkedOffset(partition, Offset.Unset, ""));

        public long? HighWatermark(TopicPartition partition) => 100;

        public bool IsBrokerReachable(TimeSpan timeout) => owner.IsReachable();

        public bool IsMember => true;

        public Task<IReadOnlyList<TopicPartition>?> UnownedAsync(TimeSpan timeout) => Task.FromResult<IReadOnlyList<TopicPartition>?>([]);

        public void Leave() => owner.Tell("leave");

        public void Close() => owner.Tell("close");

        public void Dispose()
        {
        }
    }

    private void Tell(string what) => tell(what);

    private Action<FetchedRecords>? Next()
    {
        lock (_fetches)
        {
            // As a client does: a little while, unless something comes.
            if (_fetches.Count == 0)
            {
                Monitor.Wait(_fetches, millisecondsTimeout: 5);
            }

            return _fetches.TryDequeue(out Action<FetchedRecords>? next) ? next : null;
        }
    }
}
