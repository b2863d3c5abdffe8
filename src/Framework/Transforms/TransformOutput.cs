using Confluent.Kafka;
using Kafka.Dlq.Transforms;

namespace Kafka.Dlq;

/// <summary>One record that a transform makes of a message, for <c>TransformMany</c>. Cannot change.</summary>
public abstract class TransformOutput
{
    private protected TransformOutput(string topic, byte[]? key)
    {
        Topic = topic;
        Key = key;
    }

    /// <summary>The topic that it goes to.</summary>
    public string Topic { get; }

    internal byte[]? Key { get; }

    /// <summary>A record for a topic.</summary>
    /// <typeparam name="TOut">What the record is.</typeparam>
    /// <param name="topic">One of the topics that the transform was told.</param>
    /// <param name="value">The record; not null: return null in place of the output to drop it.</param>
    /// <param name="key">The key's bytes; null takes the key of the message that is transformed.</param>
    /// <param name="serializer">How the value becomes bytes; null takes bytes and text as they are, and JSON for anything else.</param>
    public static TransformOutput To<TOut>(string topic, TOut value, byte[]? key = null, ISerializer<TOut>? serializer = null)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(value);
        return new TransformOutput<TOut>(topic, value, key, serializer ?? DefaultSerializers.For<TOut>());
    }

    internal abstract byte[]? Serialize(Headers headers);
}
