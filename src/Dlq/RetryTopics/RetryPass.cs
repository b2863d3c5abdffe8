using Confluent.Kafka;

namespace Kafka.Dlq.DeadLetters;

/// <summary>What a message in a retry topic tells of its way there.</summary>
/// <param name="Source">Where it was read before it came to the first retry topic.</param>
/// <param name="Attempts">How often it was run before it came here.</param>
/// <param name="FirstFailedAt">When it failed first; null when its headers do not say.</param>
public sealed record RetryPass(TopicPartitionOffset Source, int Attempts, DateTimeOffset? FirstFailedAt)
{
    /// <summary>Reads the headers.</summary>
    /// <param name="message">A message of a retry topic.</param>
    /// <returns>Null for one that did not come from a failure, as its headers tell: somebody else wrote it there. Nothing throws.</returns>
    public static RetryPass? Of(KafkaRecord message)
    {
        ArgumentNullException.ThrowIfNull(message);
        LetterHistory history = LetterHistory.ReadRetried(message.Headers);
        return history.Source is { } source ? new RetryPass(source, history.Attempts, history.FirstFailedAt) : null;
    }
}
