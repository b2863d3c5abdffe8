using Confluent.Kafka;

namespace Kafka.Dlq.Consuming;

/// <summary>A pause that the user asked for: how long, and where to go on (null: behind the run).</summary>
internal sealed record PauseRequest(TimeSpan Duration, Offset? Offset);
