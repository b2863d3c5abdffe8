namespace Kafka.Dlq.DeadLetters;

/// <summary>One rule of the table: the failures that it is for, and the answer. Immutable.</summary>
/// <param name="Opening">The verb that began it, as it is written in code.</param>
/// <param name="Error">The type of the error or of one of its causes.</param>
internal sealed record RecoveryRule(string Opening, Type Error)
{
    /// <summary>Whether an error of that type is meant; null takes all.</summary>
    public Func<Exception, bool>? IsMeant { get; init; }

    /// <summary>Whether the failure is meant; null takes all.</summary>
    public Func<MessageFailure, bool>? When { get; init; }

    public ErrorKind? Kind { get; init; }

    public int FromAttempt { get; init; } = 1;

    public TimeSpan FailingFor { get; init; }

    public TimeSpan OlderThan { get; init; }

    /// <summary>The last attempt that it is for.</summary>
    public int? UpToAttempt { get; init; }

    /// <summary>The time since the first failure at which it ends.</summary>
    public TimeSpan? Within { get; init; }

    /// <summary>Whether it is the one for all that no other rule takes.</summary>
    public bool IsOtherwise { get; init; }

    public RecoveryAnswer? Answer { get; init; }

    /// <summary>Whether it takes every failure.</summary>
    public bool IsUnlimited => Covers(new RecoveryRule("", typeof(Exception)));

    public bool Fits(MessageFailure failure) =>
        failure.Attempt >= FromAttempt
        && failure.Attempt <= (UpToAttempt ?? int.MaxValue)
        && (Kind ?? failure.Kind) == failure.Kind
        && failure.Elapsed >= FailingFor
        && failure.Elapsed < (Within ?? TimeSpan.MaxValue)
        && (OlderThan == TimeSpan.Zero || failure.Age >= OlderThan)
        && FitsError(failure.Error)
        && (When?.Invoke(failure) ?? true);

    /// <summary>Whether it takes whatever the other would.</summary>
    public bool Covers(RecoveryRule other) =>
        IsMeant is null
        && When is null
        && Error.IsAssignableFrom(other.Error)
        && (Kind is null || Kind == other.Kind)
        && FromAttempt <= other.FromAttempt
        && FailingFor <= other.FailingFor
        && OlderThan <= other.OlderThan
        && (UpToAttempt ?? int.MaxValue) >= (other.UpToAttempt ?? int.MaxValue)
        && (Within ?? TimeSpan.MaxValue) >= (other.Within ?? TimeSpan.MaxValue);

    public override string ToString() => $"{Opening}{(Answer is null ? "" : $".{Answer.Text}")}";

    // Every error is an exception, so that the causes need no look for that.
    private bool FitsError(Exception error) =>
        (Error == typeof(Exception) && IsMeant is null) || Causes.Of(error).Any(cause => Error.IsInstanceOfType(cause) && (IsMeant?.Invoke(cause) ?? true));
}
