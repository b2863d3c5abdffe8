using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq;

/// <summary>The verb that has the records of a topic wait before they are handled.</summary>
public static class DelayByVerb
{
    /// <summary>
    /// Handles a record of this topic no earlier than so long after its timestamp, or after the time in its header <c>dlq.due_at</c> where it has one. Its partition waits
    /// meanwhile, without losing its place in the group and without taking up <c>Concurrency</c>; other partitions go on. Default: records are handled as they come.
    /// </summary>
    /// <param name="builder">The topic's route.</param>
    /// <param name="delay">Zero to 2^31 - 1 ms. Zero has records wait for their <c>dlq.due_at</c> only.</param>
    /// <returns>The same route.</returns>
    /// <remarks>
    /// <para>
    /// Records are handled in the order of the partition, so one that is due late holds those behind it. The time is that of this host's clock: where it differs from the clock of
    /// the producer (or, with <c>message.timestamp.type=LogAppendTime</c>, of the broker), the delay is longer or shorter by the difference. A record without a timestamp waits from the
    /// moment in which this assignment of its partition first saw it. What is not due when the topic's retention ends is gone.
    /// </para>
    /// <para><c>dlq.due_at</c> is ISO-8601 text in UTC unless it names an offset; one that cannot be read counts as absent. Faults are told together when the routes are built.</para>
    /// </remarks>
    /// <example><code>group.Topic("reminders", topic =&gt; topic.Consumer&lt;Reminders&gt;().DelayBy(TimeSpan.FromMinutes(30)))</code></example>
    public static TopicBuilder DelayBy(this TopicBuilder builder, TimeSpan delay)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Set(new DelaySettings(delay));
    }
}
