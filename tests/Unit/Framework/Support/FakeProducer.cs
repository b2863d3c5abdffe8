using Confluent.Kafka;
using System.Text;

namespace Kafka.Dlq.Tests.Unit.Framework.Support;

/// <summary>A producer that takes every letter and acknowledges it at once, or when the test says.</summary>
internal sealed class FakeProducer : IProducer<byte[]?, byte[]?>
{
    public List<Sent> Taken { get; } = [];

    /// <summary>Whether the broker answers at once.</summary>
    public bool Acknowledges { get; set; } = true;

    /// <summary>Called when a letter is handed over, before it is taken.</summary>
    public Action Taking { get; set; } = () => { };

    public Handle Handle => throw new NotSupportedException();

    public string Name => "fake";

    public IReadOnlyList<long> Offsets => [.. Taken.Select(sent => sent.SourceOffset)];

    public void Produce(TopicPartition topicPartition, Message<byte[]?, byte[]?> message, Action<DeliveryReport<byte[]?, byte[]?>>? deliveryHandler = null)
    {
        Taking();
        Sent sent = new(topicPartition, message, deliveryHandler!);
        Taken.Add(sent);
        if (Acknowledges)
        {
            sent.Acknowledge();
        }
    }

    public int Flush(TimeSpan timeout) => 0;

    public void Dispose()
    {
    }

    public Task<DeliveryResult<byte[]?, byte[]?>> ProduceAsync(string topic, Message<byte[]?, byte[]?> message, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<DeliveryResult<byte[]?, byte[]?>> ProduceAsync(TopicPartition topicPartition, Message<byte[]?, byte[]?> message, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public void Produce(string topic, Message<byte[]?, byte[]?> message, Action<DeliveryReport<byte[]?, byte[]?>>? deliveryHandler = null) => throw new NotSupportedException();

    public int Poll(TimeSpan timeout) => throw new NotSupportedException();

    public void Flush(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public void InitTransactions(TimeSpan timeout) => throw new NotSupportedException();

    public void BeginTransaction() => throw new NotSupportedException();

    public void CommitTransaction(TimeSpan timeout) => throw new NotSupportedException();

    public void CommitTransaction() => throw new NotSupportedException();

    public void AbortTransaction(TimeSpan timeout) => throw new NotSupportedException();

    public void AbortTransaction() => throw new NotSupportedException();

    public void SendOffsetsToTransaction(IEnumerable<TopicPartitionOffset> offsets, IConsumerGroupMetadata groupMetadata, TimeSpan timeout) => throw new NotSupportedException();

    public int AddBrokers(string brokers) => throw new NotSupportedException();

    public void SetSaslCredentials(string username, string password) => throw new NotSupportedException();

    internal sealed record Sent(TopicPartition Target, Message<byte[]?, byte[]?> Message, Action<DeliveryReport<byte[]?, byte[]?>> Handler)
    {
        public long SourceOffset => long.Parse(Header("dlq.source.offset"), System.Globalization.CultureInfo.InvariantCulture);

        public string Header(string name) => Encoding.UTF8.GetString(Message.Headers.GetLastBytes(name));

        public void Acknowledge() =>
            Handler(new DeliveryReport<byte[]?, byte[]?> { Status = PersistenceStatus.Persisted, Error = new Error(ErrorCode.NoError), TopicPartitionOffset = new TopicPartitionOffset(Target, 0) });

        public void Refuse() =>
            Handler(new DeliveryReport<byte[]?, byte[]?> { Status = PersistenceStatus.NotPersisted, Error = new Error(ErrorCode.TopicAuthorizationFailed), TopicPartitionOffset = new TopicPartitionOffset(Target, Offset.Unset) });
    }
}
