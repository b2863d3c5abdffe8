using Confluent.Kafka;
using Kafka.Dlq.Routing;

namespace Kafka.Dlq.Publishing;

/// <summary>Writes a record that was made of a route's message, to the cluster that the route reads from.</summary>
/// <param name="route">The route.</param>
/// <param name="topic">The topic that the record goes to.</param>
/// <param name="record">The record.</param>
/// <param name="batching">With what it travels.</param>
/// <returns>As <see cref="RecordPublisher.PublishAsync"/>.</returns>
internal delegate Task<TopicPartitionOffset> OutputWriter(TopicRoute route, string topic, Message<byte[]?, byte[]?> record, Batching batching);
