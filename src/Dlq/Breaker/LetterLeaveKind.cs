namespace Kafka.Dlq.DeadLetters;

/// <summary>Whether a message may be given up.</summary>
public enum LetterLeaveKind
{
    /// <summary>It may, and is counted.</summary>
    Given,

    /// <summary>Not yet: so many were given up in the last minute.</summary>
    NoRoom,

    /// <summary>Not at all: the breaker is open, and the message is to be run again when it has closed.</summary>
    Held,
}
