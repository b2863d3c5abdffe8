using Confluent.Kafka;

namespace Kafka.Dlq.Transforms;

/// <summary>A record that was handed to the producer.</summary>
/// <param name="Topic">The topic that it goes to.</param>
/// <param name="Record">The record.</param>
/// <param name="Written">Ends when the broker has it, or does not take it.</param>
internal sealed record WrittenOutput(string Topic, Message<byte[]?, byte[]?> Record, Task Written);
