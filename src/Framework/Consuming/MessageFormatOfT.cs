namespace Kafka.Dlq.Consuming;

/// <summary>The format of a route whose consumer takes messages with payloads of one type.</summary>
internal sealed class MessageFormat<T>(object? payloadDeserializer, object? keyDeserializer) : MessageFormat(payloadDeserializer, keyDeserializer)
{
    public override Message Create(in RecordData data) => new Message<T>(this, data);
}
