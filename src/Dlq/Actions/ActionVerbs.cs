using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq;

/// <summary>The verbs that say what becomes of rejected records. The most specific word counts: deserializer, topic, group, the draw's <c>Defaults</c>, <c>options.DeadLetterAction</c>.</summary>
public static class ActionVerbs
{
    /// <summary>Says what becomes of the records of this topic that its consumer rejects. Default: what its group says, then the host's option.</summary>
    /// <param name="topic">The topic's route.</param>
    /// <param name="action">The action; a sink that is not known fails the start.</param>
    /// <returns>The same route.</returns>
    /// <example><code>topic.Consumer&lt;OrdersConsumer&gt;().DeadLetterAction(DeadLetterAction.Sink("audit"))</code></example>
    public static TopicBuilder DeadLetterAction(this TopicBuilder topic, DeadLetterAction action)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(action);
        return topic.Set(new RejectAction(action));
    }

    /// <summary>Says what becomes of rejected records of the topics of this group, in this draw, that do not say it themselves.</summary>
    /// <param name="group">The group.</param>
    /// <param name="action">The action; a sink that is not known fails the start.</param>
    /// <returns>The same group.</returns>
    /// <example><code>draw.ConsumerGroup("billing", group =&gt; group.DeadLetterAction(DeadLetterAction.Log).Topic(...))</code></example>
    public static ConsumerGroupBuilder DeadLetterAction(this ConsumerGroupBuilder group, DeadLetterAction action)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(action);
        return group.Set(new RejectAction(action));
    }

    /// <summary>
    /// Says what becomes of messages of this topic whose payload cannot be read. With anything but <c>Throw</c>, here or as the topic's action, payloads are read before the run, and the
    /// consumer is not given those that fail: they are rejected with the error kind <c>deserialization</c>. Default: the topic's action; with <c>Throw</c> they are read when the consumer asks.
    /// </summary>
    /// <param name="topic">The topic's route.</param>
    /// <param name="action">The action; a sink that is not known fails the start.</param>
    /// <returns>The same route.</returns>
    /// <remarks>Read as what the consumer's payloads are (<c>BaseConsumer&lt;T&gt;</c>, <c>MessageConsumer&lt;T&gt;</c>), or else as what the topic's <c>Deserializer</c> makes. Without either there is nothing to read.</remarks>
    public static TopicBuilder DeserializationAction(this TopicBuilder topic, DeadLetterAction action)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(action);
        return topic.Set(new UnreadableAction(action));
    }
}
