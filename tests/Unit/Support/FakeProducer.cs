using Confluent.Kafka;
using System.Globalization;
using System.Text;

namespace Kafka.Dlq.Tests.Unit.Support;

/// <summary>A producer that takes what it is given, or throws what the test says, and reports when the test says or at once.</summary>
internal sealed class FakeProducer : IProducer<byte[]?, byte[]?>
{
    public List<Sent> Taken { get; } = [];

    /// <summary>What the next calls of Produce throw, one each.</summary>
    public Queue<Exception> Throws { get; } = [];

    /// <summary>Whether the broker acknowledges at once.</summary>
    public bool Acknowledges { get; set; }

    /// <summary>Called when a letter is handed over, before it is taken.</summary>
    public Action Taking { get; set; } = () => { };

    public IReadOnlyList<long> Offsets => [.. Taken.Select(sent => sent.SourceOffset)];

    public int Left { get; init; }

    public bool IsDisposed { get; private set; }

    public TimeSpan? Flushed { get; private set; }

    public Handle Handle => throw new NotSupportedException();

    public string Name => "fake";

    public static KafkaException Error(ErrorCode code) => new ProduceException<byte[]?, byte[]?>(new Error(code), new DeliveryResult<byte[]?, byte[]?>());

    public void Produce(TopicPartition topicPartition, Message<byte[]?, byte[]?> message, Action<DeliveryReport<byte[]?, byte[]?>>? deliveryHandler = null)
    {
        if (Throws.TryDequeue(out Exception? exception))
        {
            throw exception;
        }

        Taking();
        Sent sent = new(topicPartition, message, deliveryHandler!);
        Taken.Add(sent);
        if (Acknowledges)
        {
            sent.Acknowledge();
        }
    }

    public int Flush(TimeSpan timeout)
    {
        Flushed = timeout;
        return Left;
    }

    public void Dispose() => IsDisposed = true;

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
        public long SourceOffset => long.Parse(Header("dlq.source.offset"), CultureInfo.InvariantCulture);

        public string Header(string name) => Encoding.UTF8.GetString(Message.Headers.GetLastBytes(name));

        public void Report(PersistenceStatus status, ErrorCode code, long offset = 0) =>
            Handler(new DeliveryReport<byte[]?, byte[]?> { Status = status, Error = new Error(code), TopicPartitionOffset = new TopicPartitionOffset(Target, offset) });

        public void Acknowledge() => Acknowledge(0);

        public void Acknowledge(long offset) => Report(PersistenceStatus.Persisted, ErrorCode.NoError, offset);

        public void Refuse() => Refuse(ErrorCode.TopicAuthorizationFailed);

        public void Refuse(ErrorCode code) => Report(PersistenceStatus.NotPersisted, code);
    }
}
