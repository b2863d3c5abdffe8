namespace Kafka.Dlq.DeadLetters;

/// <summary>What is wrong with one parameter of a dead letter queue.</summary>
/// <param name="Parameter">The parameter's name in the verb.</param>
/// <param name="Found">What it was set to.</param>
/// <param name="Allowed">What it may be.</param>
internal sealed record DeadLetterQueueFault(string Parameter, object? Found, string Allowed);
