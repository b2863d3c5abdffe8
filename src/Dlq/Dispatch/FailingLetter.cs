using Confluent.Kafka;

namespace Kafka.Dlq.DeadLetters;

/// <summary>A dead letter that cannot be delivered, or not yet: it failed at least once, or the broker is late to acknowledge it.</summary>
/// <param name="Source">Where its message was read.</param>
/// <param name="TargetTopic">The dead letter topic.</param>
/// <param name="Since">When it was dispatched.</param>
/// <param name="Tries">How many tries failed; 0 for a letter that is only late.</param>
/// <param name="LastError">Why the last try failed, or that the letter is late.</param>
public sealed record FailingLetter(TopicPartitionOffset Source, string TargetTopic, DateTimeOffset Since, int Tries, Exception LastError);
