using Confluent.Kafka;

namespace Kafka.Dlq;

/// <summary>
/// A dead letter queue that is declared once, kept in a variable, and attached wherever records of one type may fail: to consumers, transforms, ingest endpoints, topics, or the whole host. It is a
/// topic itself: draw it with <c>draw.DeadLetterQueue(queue, topic =&gt; ...)</c> to consume or transform its letters. Cannot change; may be used by any thread.
/// </summary>
/// <typeparam name="T">What the records were meant to be.</typeparam>
/// <example>
/// <code>
/// DeadLetterQueue&lt;Order&gt; orderLetters = new("orders.dlq", maxRetries: 2);
/// ...
/// draw.Topic("orders", topic =&gt; topic.Consumer&lt;OrdersConsumer&gt;().DeadLetterQueue(orderLetters));
/// draw.DeadLetterQueue(orderLetters, topic =&gt; topic.Consumer&lt;OrderLettersConsumer&gt;());
/// </code>
/// </example>
public sealed class DeadLetterQueue<T> : DeadLetterTopic
{
    /// <summary>Declares a queue. One object for each topic: a second one of the same name is a fault at start.</summary>
    /// <param name="topic">The dead letter topic: a legal topic name.</param>
    /// <param name="maxRetries">How often a failing message is run again before it is dispatched; 0 or more.</param>
    /// <param name="deserializer">How the bytes of a letter's record become a <typeparamref name="T"/>; null reads JSON, strictly: see <c>DeadLetter&lt;T&gt;.AsTyped</c>.</param>
    /// <param name="cluster">The named cluster that the topic lives in; null for the cluster that is read from.</param>
    public DeadLetterQueue(string topic, int maxRetries = 3, IDeserializer<T>? deserializer = null, string? cluster = null)
        : base(new DeadLetterQueueSettings(topic, maxRetries, Cluster: cluster), typeof(T))
    {
        ArgumentNullException.ThrowIfNull(topic);
        Deserializer = deserializer;
    }

    /// <summary>Declares a queue and says all that a dead letter queue can be: rules, retries, and how letters are written. It holds wherever the queue is attached.</summary>
    /// <param name="topic">The dead letter topic: a legal topic name.</param>
    /// <param name="configure">Says it, as for a topic's <c>DeadLetterQueue(queue =&gt; ...)</c>; the topic is said already. Called at once; what is wrong is told when the host starts.</param>
    /// <param name="deserializer">How the bytes of a letter's record become a <typeparamref name="T"/>; null reads JSON, strictly.</param>
    /// <example><code>DeadLetterQueue&lt;Order&gt; orderLetters = new("orders.dlq", queue =&gt; queue.MaxRetries(2).Redact(text =&gt; CardNumber().Replace(text, "(card)")));</code></example>
    public DeadLetterQueue(string topic, Action<DeadLetterQueueBuilder> configure, IDeserializer<T>? deserializer = null)
        : base(Configured(topic, configure), typeof(T)) => Deserializer = deserializer;

    /// <summary>How the bytes of a letter's record are read; null for strict JSON.</summary>
    public IDeserializer<T>? Deserializer { get; }

    private static DeadLetterQueueSettings Configured(string topic, Action<DeadLetterQueueBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(configure);
        DeadLetterQueueBuilder queue = new(new DeadLetterQueueSettings(topic));
        configure(queue);
        return queue.Build();
    }
}
