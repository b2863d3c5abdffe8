using Confluent.Kafka;
using Kafka.Dlq.Routing;
using Kafka.Dlq.Transforms;

namespace Kafka.Dlq;

/// <summary>
/// The verbs of a route whose messages become records of other topics. An output is acknowledged by the broker before its message is marked: after a crash it may lie there twice, and is never lost.
/// A failing function and a failing write fail the message alike: it is retried after the back-off and then given up as the dead letter queue says, with the kind <c>transform</c>.
/// </summary>
/// <remarks>Outputs have the key and the headers of their message. Functions are called by several partitions at once, and for one message as often as it is tried. Targets are verified or created with the host's other topics.</remarks>
public static class TransformVerbs
{
    /// <summary>Makes one record, or none, of each message.</summary>
    /// <typeparam name="TIn">What the payload is.</typeparam>
    /// <typeparam name="TOut">What the record is.</typeparam>
    /// <param name="topic">The topic's route.</param>
    /// <param name="to">The topic that records go to; not the one that is read.</param>
    /// <param name="transform">Makes the record; null drops the message: it is marked, and nothing is written.</param>
    /// <param name="serializer">How a record becomes bytes; null takes bytes and text as they are, and JSON for anything else.</param>
    /// <example><code>draw.Topic("orders", topic =&gt; topic.Transform&lt;Order, PricedOrder&gt;("orders.priced", order =&gt; order.Total &gt; 0 ? new PricedOrder(order) : null))</code></example>
    public static TopicBuilder Transform<TIn, TOut>(this TopicBuilder topic, string to, Func<TIn, TOut?> transform, ISerializer<TOut>? serializer = null)
    {
        ArgumentNullException.ThrowIfNull(transform);
        return Transform<TIn, TOut>(topic, to, (message, _) => Task.FromResult(transform(message.Payload)), serializer);
    }

    /// <summary>Makes one record, or none, of each message, and attaches a dead letter queue to the transform, which wins over all that the route, the topic or the host says of one.</summary>
    /// <typeparam name="TIn">What the payload is.</typeparam>
    /// <typeparam name="TOut">What the record is.</typeparam>
    /// <param name="topic">The topic's route.</param>
    /// <param name="to">The topic that records go to; not the one that is read.</param>
    /// <param name="transform">Makes the record; null drops the message.</param>
    /// <param name="deadLetterQueue">The queue; null switches off: failing messages are retried for ever.</param>
    /// <param name="serializer">How a record becomes bytes, as for the other form.</param>
    public static TopicBuilder Transform<TIn, TOut>(this TopicBuilder topic, string to, Func<TIn, TOut?> transform, DeadLetterTopic? deadLetterQueue, ISerializer<TOut>? serializer = null) =>
        Transform(topic, to, transform, serializer).Set(DeadLetterTopic.SettingsOf(deadLetterQueue), FeatureLevel.Consumer);

    /// <summary>Makes one record, or none, of each message, and may wait for others while it does. Messages of a partition are transformed one after another.</summary>
    /// <typeparam name="TIn">What the payload is.</typeparam>
    /// <typeparam name="TOut">What the record is.</typeparam>
    /// <param name="topic">The topic's route.</param>
    /// <param name="to">The topic that records go to; not the one that is read.</param>
    /// <param name="transform">Makes the record; null drops the message. Its token is cancelled when the partition is revoked and when the host's stop exceeds <c>ShutdownTimeout</c>.</param>
    /// <param name="serializer">How a record becomes bytes; null takes bytes and text as they are, and JSON for anything else.</param>
    public static TopicBuilder Transform<TIn, TOut>(this TopicBuilder topic, string to, Func<Message<TIn>, CancellationToken, Task<TOut?>> transform, ISerializer<TOut>? serializer = null)
    {
        ArgumentNullException.ThrowIfNull(transform);
        ISerializer<TOut> writes = serializer ?? DefaultSerializers.For<TOut>();
        return Set<TIn>(topic, nameof(Transform), [to], async (message, cancellationToken) =>
            await transform(message, cancellationToken) is { } value ? [TransformOutput.To(to, value, key: null, writes)] : []);
    }

    /// <summary>Makes any number of records of each message, for several topics. Null in place of a record, or of all of them, is none.</summary>
    /// <typeparam name="TIn">What the payload is.</typeparam>
    /// <param name="topic">The topic's route.</param>
    /// <param name="to">All topics that records may go to; a record for another one fails the message.</param>
    /// <param name="transform">Makes the records with <see cref="TransformOutput.To{TOut}"/>.</param>
    /// <example><code>topic.TransformMany&lt;Order&gt;(["invoices", "parcels"], order =&gt; [TransformOutput.To("invoices", order.Invoice), order.IsDigital ? null : TransformOutput.To("parcels", order.Parcel)])</code></example>
    public static TopicBuilder TransformMany<TIn>(this TopicBuilder topic, IReadOnlyList<string> to, Func<TIn, IEnumerable<TransformOutput?>?> transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        return Set<TIn>(topic, nameof(TransformMany), to, (message, _) => ValueTask.FromResult(transform(message.Payload)));
    }

    /// <summary>Makes any number of records of each message, and attaches a dead letter queue to the transform, which wins over all that the route, the topic or the host says of one.</summary>
    /// <typeparam name="TIn">What the payload is.</typeparam>
    /// <param name="topic">The topic's route.</param>
    /// <param name="to">All topics that records may go to; a record for another one fails the message.</param>
    /// <param name="transform">Makes the records.</param>
    /// <param name="deadLetterQueue">The queue; null switches off: failing messages are retried for ever.</param>
    public static TopicBuilder TransformMany<TIn>(this TopicBuilder topic, IReadOnlyList<string> to, Func<TIn, IEnumerable<TransformOutput?>?> transform, DeadLetterTopic? deadLetterQueue) =>
        TransformMany(topic, to, transform).Set(DeadLetterTopic.SettingsOf(deadLetterQueue), FeatureLevel.Consumer);

    private static TopicBuilder Set<TIn>(TopicBuilder topic, string verb, IReadOnlyList<string> to, TransformFunction<TIn> function)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(to);
        return topic.ConsumerType(typeof(TransformConsumer<TIn>)).Set(new TransformSettings(verb, [.. to], function));
    }
}
