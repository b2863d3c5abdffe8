using Kafka.Dlq.TimeLimits;

namespace Kafka.Dlq;

/// <summary>The verb that limits how long a topic's consumer may take.</summary>
public static class TimeoutVerb
{
    /// <summary>
    /// Limits the time of a message (<see cref="MessageConsumer"/>) or of a run (<see cref="BaseConsumer"/>). Default: no limit. When it is over, the token of <c>ConsumeAsync</c> is
    /// cancelled, and the run has failed with the kind <see cref="ErrorKind.Timeout"/>, whatever it throws and also when it returns: it cannot be told from one that gave up.
    /// </summary>
    /// <remarks>
    /// A run that still goes on two seconds later ignores its token. It cannot be ended from outside, so its partition holds until it ends; <see cref="ErrorOccurred"/> of
    /// <see cref="ErrorType.Hanging"/> and the health check name it. It then takes no place of <c>Concurrency</c> any more, so that runs which hang cannot starve the others: for as long as
    /// they hang, that many more consumers may run. Hooks have no limit.
    /// </remarks>
    /// <param name="topic">The topic's route.</param>
    /// <param name="limit">More than zero, at most 2^31 - 1 ms.</param>
    /// <returns>The same route.</returns>
    /// <example><code>group.Topic("orders", topic =&gt; topic.Consumer&lt;OrdersConsumer&gt;().Timeout(TimeSpan.FromSeconds(30)))</code></example>
    public static TopicBuilder Timeout(this TopicBuilder topic, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return topic.Set(new RunTimeout(limit));
    }
}
