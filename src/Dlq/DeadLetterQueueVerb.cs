using Kafka.Dlq.Routing;

namespace Kafka.Dlq;

/// <summary>The verb that gives a topic a dead letter queue, in a short form and in one with all options.</summary>
public static class DeadLetterQueueVerb
{
    /// <summary>
    /// Sends a message of this topic that keeps failing to a dead letter topic and goes on behind it. Without this verb a failing message is
    /// retried for ever.
    /// </summary>
    /// <param name="builder">The topic's route.</param>
    /// <param name="topic">The dead letter topic: a legal topic name other than this topic's own, and no way back from it to this topic through other dead letter queues.</param>
    /// <param name="maxRetries">How often a failing message is run again before it is dispatched, so that it gets <paramref name="maxRetries"/> + 1 runs. 0 dispatches after the first failure.</param>
    /// <param name="independent">
    /// Whether each message has its own count of runs. False: the failures of one streak add up, whatever message fails. True needs marks to
    /// tell messages apart: mark each message, or use a consumer of single messages.
    /// </param>
    /// <param name="dispatchMethod">Whether the partition waits for the broker's acknowledgement.</param>
    /// <param name="markingMethod">How the message is marked after its dispatch.</param>
    /// <param name="markAfterDispatch">Whether the message is marked after its dispatch; null: true, or false with manual offset management. False: after a rebalance or restart it comes again.</param>
    /// <param name="cluster">The named cluster that the dead letter topic lives in; null for the cluster that is read from.</param>
    /// <returns>The same route.</returns>
    /// <remarks>Faults are told together when the routes are built. A second call for one topic is a fault.</remarks>
    /// <example>
    /// <code>
    /// group.Topic("orders", topic =&gt; topic
    ///     .Consumer&lt;OrdersConsumer&gt;()
    ///     .DeadLetterQueue(topic: "orders.dlq", maxRetries: 2));
    /// </code>
    /// </example>
    public static TopicBuilder DeadLetterQueue(
        this TopicBuilder builder,
        string topic,
        int maxRetries = 3,
        bool independent = false,
        DispatchMethod dispatchMethod = DispatchMethod.ProduceAsync,
        MarkingMethod markingMethod = MarkingMethod.MarkAsConsumed,
        bool? markAfterDispatch = null,
        string? cluster = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Set(new DeadLetterQueueSettings(topic, maxRetries, independent, dispatchMethod, markingMethod, markAfterDispatch, cluster));
    }

    /// <summary>
    /// Gives the topic a dead letter queue of which more is to be said: a time budget instead of a number of retries, rules or a strategy that decide by the failure, no topic at all.
    /// </summary>
    /// <param name="builder">The topic's route.</param>
    /// <param name="configure">Says it. Called at once.</param>
    /// <returns>The same route.</returns>
    /// <remarks>Faults are told together when the routes are built. A second call for one topic is a fault.</remarks>
    /// <example>
    /// <code>
    /// group.Topic("orders", topic =&gt; topic
    ///     .Consumer&lt;OrdersConsumer&gt;()
    ///     .DeadLetterQueue(queue =&gt; queue
    ///         .Topic("orders.dlq")
    ///         .On&lt;TimeoutException&gt;().Retry(within: TimeSpan.FromMinutes(10))
    ///         .On&lt;JsonException&gt;().DeadLetter("orders.malformed")
    ///         .On&lt;OutdatedOrder&gt;().Skip()));
    /// </code>
    /// </example>
    public static TopicBuilder DeadLetterQueue(this TopicBuilder builder, Action<DeadLetterQueueBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        DeadLetterQueueBuilder queue = new();
        configure(queue);
        return builder.Set(queue.Build());
    }

    /// <summary>Attaches a dead letter queue that was declared as an object, or switches off what the topic or the host attaches.</summary>
    /// <param name="builder">The topic's route.</param>
    /// <param name="queue">The queue, with its own number of retries; null switches off: failing messages are retried for ever.</param>
    /// <param name="configure">Says more of how messages are given up here, as for the other forms; the topic is the queue's. Default null: as the queue itself says.</param>
    /// <returns>The same route.</returns>
    /// <remarks>
    /// A word about the consumer wins over one about its route, that over <see cref="DefaultDeadLetterQueue"/> of the topic, and that over the host's <c>options.DeadLetterQueue</c>.
    /// </remarks>
    /// <example><code>topic.Consumer&lt;OrdersConsumer&gt;().DeadLetterQueue(orderLetters)</code></example>
    public static TopicBuilder DeadLetterQueue(this TopicBuilder builder, DeadLetterTopic? queue, Action<DeadLetterQueueBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        DeadLetterQueueSettings settings = DeadLetterTopic.SettingsOf(queue);
        if (queue is not null && configure is not null)
        {
            DeadLetterQueueBuilder more = new(settings);
            configure(more);
            settings = more.Build();
        }

        return builder.Set(settings);
    }

    /// <summary>
    /// Attaches a dead letter queue to the topic itself, for whoever reads it: every consumer group's route of that name, and everything that takes records in for it, which say nothing themselves.
    /// May be said where the topic is only declared, with <c>Active(false)</c>; once for a topic.
    /// </summary>
    /// <param name="builder">The topic.</param>
    /// <param name="queue">The queue; null switches off what the host attaches.</param>
    /// <returns>The same topic.</returns>
    public static TopicBuilder DefaultDeadLetterQueue(this TopicBuilder builder, DeadLetterTopic? queue)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Set(DeadLetterTopic.SettingsOf(queue), FeatureLevel.Topic);
    }
}
