using Confluent.Kafka;
using Kafka.Dlq.Consuming;
using Kafka.Dlq.Routing;

namespace Kafka.Dlq;

/// <summary>The verbs of a route that say who handles its messages, and how their bytes are read.</summary>
public static class ConsumerVerbs
{
    /// <summary>Names the consumer of the topic. One is made for each partition, by the host's container: its constructor takes services.</summary>
    /// <typeparam name="TConsumer">Derived from <see cref="BaseConsumer"/>, <see cref="BaseConsumer{T}"/>, <see cref="MessageConsumer"/> or <see cref="MessageConsumer{T}"/>; not abstract.</typeparam>
    /// <param name="topic">The topic's route.</param>
    /// <example><code>group.Topic("orders", topic =&gt; topic.Consumer&lt;OrdersConsumer&gt;())</code></example>
    public static TopicBuilder Consumer<TConsumer>(this TopicBuilder topic)
        where TConsumer : BaseConsumer
    {
        ArgumentNullException.ThrowIfNull(topic);
        return topic.ConsumerType(typeof(TConsumer));
    }

    /// <summary>Names the consumer of the topic and attaches a dead letter queue to it, which wins over all that the route, the topic or the host says of one.</summary>
    /// <typeparam name="TConsumer">As for the other form.</typeparam>
    /// <param name="topic">The topic's route.</param>
    /// <param name="deadLetterQueue">The queue, with its own number of retries; null switches off: failing messages are retried for ever.</param>
    /// <example><code>group.Topic("orders", topic =&gt; topic.Consumer&lt;OrdersConsumer&gt;(orderLetters))</code></example>
    public static TopicBuilder Consumer<TConsumer>(this TopicBuilder topic, DeadLetterTopic? deadLetterQueue)
        where TConsumer : BaseConsumer
    {
        ArgumentNullException.ThrowIfNull(topic);
        return topic.ConsumerType(typeof(TConsumer)).Set(DeadLetterTopic.SettingsOf(deadLetterQueue), FeatureLevel.Consumer);
    }

    /// <summary>Says how payloads are read. Without it bytes and text are taken as they are, and anything else is JSON.</summary>
    /// <typeparam name="T">What the payload is.</typeparam>
    /// <param name="topic">The topic's route.</param>
    /// <param name="deserializer">Used by several partitions at once, so it must be safe from any thread; <see cref="Json.For{T}(System.Text.Json.JsonSerializerOptions?)"/> or any of the field.</param>
    public static TopicBuilder Deserializer<T>(this TopicBuilder topic, IDeserializer<T> deserializer)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(deserializer);
        return topic.Set(new PayloadDeserializer(deserializer));
    }

    /// <summary>Says how payloads are read, and what becomes of messages whose payload cannot be (see <see cref="ActionVerbs.DeserializationAction"/>).</summary>
    /// <typeparam name="T">What the payload is.</typeparam>
    /// <param name="topic">The topic's route.</param>
    /// <param name="deserializer">Used by several partitions at once, so it must be safe from any thread.</param>
    /// <param name="onFailure">What becomes of messages that it cannot read.</param>
    public static TopicBuilder Deserializer<T>(this TopicBuilder topic, IDeserializer<T> deserializer, DeadLetterAction onFailure) =>
        topic.Deserializer(deserializer).DeserializationAction(onFailure);

    /// <summary>Says how keys are read by <see cref="Message.KeyAs{T}"/>. Without it bytes and text are taken as they are, and anything else is JSON.</summary>
    /// <typeparam name="T">What the key is.</typeparam>
    /// <param name="topic">The topic's route.</param>
    /// <param name="deserializer">Used by several partitions at once, so it must be safe from any thread.</param>
    public static TopicBuilder KeyDeserializer<T>(this TopicBuilder topic, IDeserializer<T> deserializer)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(deserializer);
        return topic.Set(new KeyDeserializer(deserializer));
    }
}
