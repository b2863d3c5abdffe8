using Confluent.Kafka;

namespace Kafka.Dlq.DeadLetters;

/// <summary>Confluent.Kafka's producer, with its blocking calls on threads of the pool.</summary>
internal sealed class TransactionalProducer(IProducer<byte[]?, byte[]?> producer, TimeSpan limit) : ITransactionalProducer
{
    public Task InitAsync() => Task.Run(() => producer.InitTransactions(limit));

    public void Begin() => producer.BeginTransaction();

    public void Produce(TopicPartition target, Message<byte[]?, byte[]?> record, Action<DeliveryReport<byte[]?, byte[]?>> reported) => producer.Produce(target, record, reported);

    public Task SendOffsetsAsync(IReadOnlyList<TopicPartitionOffset> offsets, IConsumerGroupMetadata membership) => Task.Run(() => producer.SendOffsetsToTransaction(offsets, membership, limit));

    public Task CommitAsync() => Task.Run(() => producer.CommitTransaction(limit));

    public Task AbortAsync() => Task.Run(() => producer.AbortTransaction(limit));

    // The client may wait for brokers when it is closed, and nobody waits for that.
    public void Dispose() => _ = Task.Run(producer.Dispose);
}
