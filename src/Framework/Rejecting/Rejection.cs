namespace Kafka.Dlq.Rejecting;

/// <summary>What is to be rejected, and why.</summary>
/// <param name="Message">The message worked on.</param>
/// <param name="Record">The message, or what was made of it.</param>
/// <param name="Error">Why.</param>
/// <param name="Reason">Why, in a word or two; null for the error's type.</param>
/// <param name="Kind">What failed.</param>
/// <param name="Attempt">The number of the run.</param>
/// <param name="Consumer">The consumer's type; null where none was asked.</param>
internal readonly record struct Rejection(Message Message, object? Record, Exception Error, string? Reason, ErrorKind Kind, int Attempt, string? Consumer);
