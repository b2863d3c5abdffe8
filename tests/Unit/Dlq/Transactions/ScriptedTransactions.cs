using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq.Tests.Unit.Dlq.Transactions;

/// <summary>Producers of one transactional id and their group, doing what the test says, with a list of what they were asked for.</summary>
internal sealed class ScriptedTransactions : ITransactionGroup
{
    public List<string> Calls { get; } = [];

    /// <summary>What the next calls throw, by the call's name, one each.</summary>
    public Dictionary<string, Queue<Exception>> Throws { get; } = [];

    /// <summary>What the next offsets that are asked for are; empty: none.</summary>
    public List<TopicPartitionOffset> Committed { get; } = [];

    /// <summary>Ends the first call of <c>init</c>, so that what comes meanwhile waits.</summary>
    public TaskCompletionSource Ready { get; } = new();

    public Action OnCommit { get; set; } = () => { };

    public IConsumerGroupMetadata? Membership { get; set; } = new Nobody();

    public ITransactionalProducer Make() => new Producer(this);

    public Task<IReadOnlyList<TopicPartitionOffset>> CommittedAsync(IReadOnlyList<TopicPartition> partitions)
    {
        Note("ask");
        return Task.FromResult<IReadOnlyList<TopicPartitionOffset>>(Committed);
    }

    public void Fail(string call, Exception error)
    {
        Throws.TryAdd(call, new());
        Throws[call].Enqueue(error);
    }

    private void Note(string call)
    {
        Calls.Add(call);
        if (Throws.TryGetValue(call.Split(' ')[0], out Queue<Exception>? errors) && errors.TryDequeue(out Exception? error))
        {
            throw error;
        }
    }

    private sealed class Nobody : IConsumerGroupMetadata;

    private sealed class Producer(ScriptedTransactions script) : ITransactionalProducer
    {
        public async Task InitAsync()
        {
            await script.Ready.Task;
            script.Note("init");
        }

        public void Begin() => script.Note("begin");

        public void Produce(TopicPartition target, Message<byte[]?, byte[]?> record, Action<DeliveryReport<byte[]?, byte[]?>> reported)
        {
            script.Note($"produce {target.Partition.Value}");
            reported(new DeliveryReport<byte[]?, byte[]?> { Status = PersistenceStatus.Persisted, Error = new Error(ErrorCode.NoError), TopicPartitionOffset = new TopicPartitionOffset(target, 7) });
        }

        public Task SendOffsetsAsync(IReadOnlyList<TopicPartitionOffset> offsets, IConsumerGroupMetadata membership)
        {
            script.Note($"offsets {string.Join(' ', offsets.Select(offset => offset.Offset.Value))}");
            return Task.CompletedTask;
        }

        public Task CommitAsync()
        {
            script.OnCommit();
            script.Note("commit");
            return Task.CompletedTask;
        }

        public Task AbortAsync()
        {
            script.Note("abort");
            return Task.CompletedTask;
        }

        public void Dispose() => script.Calls.Add("dispose");
    }
}
