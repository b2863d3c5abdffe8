namespace Kafka.Dlq.DeadLetters;

/// <summary>What a breaker answers to who wants to give a message up.</summary>
/// <param name="Kind">Whether it may.</param>
/// <param name="Wait">How long to wait before it is asked again; zero unless there is no room.</param>
/// <param name="Opened">Why the breaker has opened at this question; null when it has not.</param>
public readonly record struct LetterLeave(LetterLeaveKind Kind, TimeSpan Wait = default, string? Opened = null);
