using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Letters;

namespace Kafka.Dlq;

/// <summary>The verbs that draw a dead letter queue as the topic that it is.</summary>
public static class DeadLetterQueueRoutes
{
    /// <summary>Draws the queue's topic in the group of the host's options. Payloads of its messages are <see cref="DeadLetter{T}"/>.</summary>
    /// <typeparam name="T">What the records were meant to be.</typeparam>
    /// <param name="draw">The routes.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="configure">Says who handles the letters, as for any topic: <c>Consumer</c>, <c>Transform</c>, <c>TransformMany</c>, <c>Active(false)</c> to only declare it. Its <c>Deserializer</c> is said already.</param>
    /// <example><code>draw.DeadLetterQueue(orderLetters, topic =&gt; topic.Consumer&lt;OrderLettersConsumer&gt;())</code></example>
    public static DrawBuilder DeadLetterQueue<T>(this DrawBuilder draw, DeadLetterQueue<T> queue, Action<TopicBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(draw);
        ArgumentNullException.ThrowIfNull(queue);
        return draw.Topic(queue.Topic, Letters(queue, configure));
    }

    /// <summary>Draws the queue's topic in a group. Payloads of its messages are <see cref="DeadLetter{T}"/>.</summary>
    /// <typeparam name="T">What the records were meant to be.</typeparam>
    /// <param name="group">The group.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="configure">Says who handles the letters, as for any topic.</param>
    public static ConsumerGroupBuilder DeadLetterQueue<T>(this ConsumerGroupBuilder group, DeadLetterQueue<T> queue, Action<TopicBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(queue);
        return group.Topic(queue.Topic, Letters(queue, configure));
    }

    private static Action<TopicBuilder> Letters<T>(DeadLetterQueue<T> queue, Action<TopicBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return topic =>
        {
            topic.Deserializer(new LetterDeserializer<T>(new RecordReader<T>(queue.Topic, queue.Deserializer))).Set(new DeclaredDeadLetterQueue(queue));
            configure(topic);
        };
    }
}
