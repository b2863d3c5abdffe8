namespace Kafka.Dlq.Transforms;

/// <summary>A message whose outputs are under way.</summary>
internal sealed class TransformedMessage<TIn>(Message<TIn> message)
{
    public Message<TIn> Message => message;

    /// <summary>Its outputs, in the order in which they were made.</summary>
    public List<WrittenOutput> Outputs { get; } = [];
}
