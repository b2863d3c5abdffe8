using Confluent.Kafka;
using Kafka.Dlq.Instrumentation;

namespace Kafka.Dlq.Consuming;

/// <summary>What a client read of one record that has memory of its own. A null key or payload is null, an empty one is empty.</summary>
internal readonly record struct RecordData(
    RecordStamp Stamp,
    ReadOnlyMemory<byte>? Key,
    ReadOnlyMemory<byte>? Payload,
    Headers? Headers);
