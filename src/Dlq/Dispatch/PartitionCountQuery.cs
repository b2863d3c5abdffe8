using Confluent.Kafka;

namespace Kafka.Dlq.DeadLetters;

/// <summary>Asks how many partitions a topic has. Ends in bounded time and must not block its caller.</summary>
/// <param name="producer">The producer whose cluster is asked.</param>
/// <param name="topic">The topic.</param>
/// <returns>The count, 1 or more; fails with a <see cref="KafkaException"/> that tells why when the topic is not there.</returns>
public delegate Task<int> PartitionCountQuery(IProducer<byte[]?, byte[]?> producer, string topic);
