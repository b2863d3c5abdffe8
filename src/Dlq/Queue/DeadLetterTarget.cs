namespace Kafka.Dlq.DeadLetters;

/// <summary>A topic that letters of a route may go to, beside the queue's own.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="SaidBy">The rule or verb that names it, as faults show it.</param>
internal sealed record DeadLetterTarget(string Topic, string SaidBy);
