namespace Kafka.Dlq.DeadLetters;

/// <summary>A message that goes to a dead letter topic, and why.</summary>
/// <param name="Message">The message as it was read.</param>
/// <param name="TargetTopic">The dead letter topic.</param>
/// <param name="GroupId">The consumer group that gave it up.</param>
/// <param name="Attempts">How often it was run, the last run included.</param>
/// <param name="Kind">What was being done when it failed.</param>
/// <param name="Error">What its last run threw; null for one dispatched by hand.</param>
/// <param name="Reason">The user's text of a manual dispatch, or null.</param>
/// <param name="FirstFailedAt">When it failed first.</param>
/// <param name="FailedAt">When it failed last, or when it was dispatched by hand.</param>
/// <param name="Consumer">The consumer's name, or null when it has none.</param>
public sealed record DeadLetter(
    KafkaRecord Message,
    string TargetTopic,
    string GroupId,
    int Attempts,
    ErrorKind Kind,
    Exception? Error,
    string? Reason,
    DateTimeOffset FirstFailedAt,
    DateTimeOffset FailedAt,
    string? Consumer)
{
    /// <summary>Whether the message was read from a retry topic: its headers then tell where it came from, and the letter is that source's.</summary>
    public bool IsFromRetryTopic { get; init; }

    /// <summary>When the message is due, where it goes to a retry topic; null for a dead letter.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>How it is written.</summary>
    internal LetterSettings Settings => (DueAt is null ? Queue?.Letter : Queue?.Letter?.OnTheWay ?? LetterSettings.Hop) ?? LetterSettings.Default;

    /// <summary>How far it may be made smaller: a message that will be handled again keeps its headers.</summary>
    internal LetterReduction MostReduction => DueAt is null ? LetterReduction.NoOriginalHeaders : LetterReduction.NoErrorText;

    /// <summary>The queue of the message's route, which may say how its letters are written; null writes them as for a route that says nothing.</summary>
    public DeadLetterQueueSettings? Queue { get; init; }

    /// <summary>The id of a letter whose message never was in Kafka, so that there are no coordinates to make one of; its source is a topic alone then. Null makes the id of the coordinates.</summary>
    public string? GivenId { get; init; }

    /// <summary>Which part of its message the letter holds, where one message may have several; null (the default) for the message itself. It makes the letter's id its own: <c>id/part</c>.</summary>
    public string? Part { get; init; }
}
