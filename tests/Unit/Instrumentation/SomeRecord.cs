using Confluent.Kafka;
using System.Text;

namespace Kafka.Dlq.Tests.Unit.Instrumentation;

/// <summary>A record whose values do not matter, unless a test names them. Counts how often its headers were read.</summary>
internal sealed class SomeRecord : KafkaRecord
{
    public const string Secret = "payload-nobody-may-see";

    private readonly Headers? _headers;

    public SomeRecord(string topic = "orders", int partition = 3, long offset = 42, Headers? headers = null, bool tombstone = false)
        : base(new TopicPartitionOffset(topic, partition, offset), Timestamp.Default, null, Bytes, tombstone ? (ReadOnlyMemory<byte>?)null : Bytes, null) => _headers = headers;

    public int HeaderReads { get; private set; }

    private static ReadOnlyMemory<byte> Bytes => Encoding.UTF8.GetBytes(Secret);

    protected override Headers ReadHeaders()
    {
        HeaderReads++;
        return _headers ?? [];
    }
}
