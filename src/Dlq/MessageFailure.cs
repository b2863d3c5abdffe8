using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq;

/// <summary>A message whose run failed, as an <see cref="IRecoveryStrategy"/> sees it. Immutable; any thread may read it.</summary>
public sealed record MessageFailure
{
    /// <summary>The message that is held to have failed: its coordinates, and its bytes as they were read.</summary>
    public required KafkaRecord Message { get; init; }

    /// <summary>What the run threw. <see cref="Find{TException}"/> looks through its causes.</summary>
    public required Exception Error { get; init; }

    /// <summary>What was being done.</summary>
    public ErrorKind Kind { get; init; } = ErrorKind.Consume;

    /// <summary>The number of the run that failed, from 1; counted as <c>independent</c> says. Runs in retry topics before this one count.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>When the first run of this streak failed, in this assignment of the partition; that of a message in a retry topic, wherever that was.</summary>
    public DateTimeOffset FirstFailedAt { get; init; }

    /// <summary>When this run failed.</summary>
    public DateTimeOffset FailedAt { get; init; }

    /// <summary>The time since the first failure; zero at the first. Starts anew with a rebalance or restart, as the attempts do.</summary>
    public TimeSpan Elapsed => FailedAt > FirstFailedAt ? FailedAt - FirstFailedAt : TimeSpan.Zero;

    /// <summary>How old the message was when this run failed, by its own timestamp; zero where that lies ahead of this host's clock.</summary>
    public TimeSpan Age => FailedAt.UtcDateTime > Message.Timestamp.UtcDateTime ? FailedAt.UtcDateTime - Message.Timestamp.UtcDateTime : TimeSpan.Zero;

    /// <summary>
    /// What runs of the partition threw since one of them last ended well or handled a message, oldest first, this failure's last. At most 100: the oldest are dropped.
    /// Giving a message up is no success, so this grows while everything fails.
    /// </summary>
    public IReadOnlyList<Exception> Errors { get; init; } = [];

    /// <summary>How long the topic's back-off waits after this attempt.</summary>
    public TimeSpan Backoff { get; init; }

    /// <summary>What would be done without a strategy: <see cref="RecoveryAction.Retry"/> while there are retries left, then <see cref="RecoveryAction.DeadLetter"/> or, with <c>None()</c>, <see cref="RecoveryAction.Skip"/>.</summary>
    public RecoveryAction Usual { get; init; } = new RecoveryAction.DeadLetter();

    /// <summary>The error, or the first of its causes, that is of a type. Inner exceptions and all those of an <see cref="AggregateException"/> are looked through.</summary>
    /// <typeparam name="TException">The type; its descendants count.</typeparam>
    /// <returns>Null when there is none.</returns>
    public TException? Find<TException>()
        where TException : Exception => Causes.Of(Error).OfType<TException>().FirstOrDefault();
}
