namespace Kafka.Dlq.DeadLetters;

/// <summary>A run that failed.</summary>
/// <param name="Error">What it threw.</param>
/// <param name="Kind">What was being done.</param>
/// <param name="Attempt">The number of the run, from 1; runs of the streak including this one.</param>
public sealed record Failure(Exception Error, ErrorKind Kind, int Attempt)
{
    /// <summary>The time since the first failure of the streak.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Whether the partition was revoked or lost, so that it is another member's business now.</summary>
    public bool IsRevoked { get; init; }

    /// <summary>Whether the host is stopping and the run was cancelled for it, which is not the message's fault.</summary>
    public bool IsCancelled { get; init; }
}
