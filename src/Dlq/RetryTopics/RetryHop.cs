namespace Kafka.Dlq.DeadLetters;

/// <summary>The next retry topic of a route.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Delay">How long a message waits there.</param>
public sealed record RetryHop(string Topic, TimeSpan Delay);
