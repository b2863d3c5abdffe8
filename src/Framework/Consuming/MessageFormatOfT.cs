using Kafka.Dlq.Instrumentation;

namespace Kafka.Dlq.Consuming;

/// <summary>The format of a route whose consumer takes messages with payloads of one type.</summary>
internal sealed class MessageFormat<T>(object? payloadDeserializer, object? keyDeserializer) : MessageFormat(payloadDeserializer, keyDeserializer)
{
    public override Message Create(PartitionSource source, in RecordData data) => new Message<T>(source, data);

    public override Message Create(RecordBlock block, in RecordStamp stamp, in RecordPlace place) => new Message<T>(block, stamp, place);
}
