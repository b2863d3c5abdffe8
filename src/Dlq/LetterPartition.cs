namespace Kafka.Dlq;

/// <summary>How the partition of a letter in its dead letter topic is chosen; see <see cref="LetterVerbs.PartitionBy"/>.</summary>
public enum LetterPartition
{
    /// <summary>
    /// The number of the partition that the message was read from, modulo the number of partitions that the dead letter topic has. The letters of one source partition keep their order. The default.
    /// </summary>
    Source,

    /// <summary>
    /// By the letter's key, as Kafka's Java producer does (murmur2), so that letters lie where a Java producer, or librdkafka with <c>partitioner=murmur2_random</c>, would put records of that key. Letters of
    /// one key and source partition keep their order. A letter without a key goes as with <see cref="Source"/>.
    /// </summary>
    Key,

    /// <summary>The choice of the producer's own <c>partitioner</c>. Letters of one source partition have no order among each other.</summary>
    Any,
}
