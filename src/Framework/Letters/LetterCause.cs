namespace Kafka.Dlq;

/// <summary>What an error was caused by.</summary>
/// <param name="Type">The full name of the exception's type.</param>
/// <param name="Message">Its message.</param>
public sealed record LetterCause(string Type, string Message);
