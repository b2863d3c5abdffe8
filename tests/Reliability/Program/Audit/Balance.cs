namespace Kafka.Dlq.Reliability.Audit;

/// <summary>The result of a reconciliation: every record of the source against what was handled, what lies in the dead letter topic, and what is committed.</summary>
internal sealed record Balance
{
    public long Records { get; init; }

    /// <summary>Records that were handled at least once.</summary>
    public long Handled { get; init; }

    /// <summary>Handlings beyond the first of each record.</summary>
    public long Doubled { get; init; }

    /// <summary>Records with at least one letter.</summary>
    public long Lettered { get; init; }

    /// <summary>Letters beyond the first of each record, told apart by nothing.</summary>
    public long DoubledLetters { get; init; }

    /// <summary>Letters beyond the first of each record when letters of equal <c>dlq.id</c> count once.</summary>
    public long DoubledLettersById { get; init; }

    /// <summary>Records that are neither handled nor in the dead letter topic, and committed: nobody will ever see them again.</summary>
    public long Lost { get; init; }

    /// <summary>Records that are neither, and not committed: they would come again, so they are late but not lost.</summary>
    public long Unfinished { get; init; }

    /// <summary>Records that ended otherwise than their planted fault says: a healthy one in the dead letter topic, a poisoned one handled.</summary>
    public long NotAsPlanted { get; init; }

    /// <summary>Letters whose key or value is not the source's.</summary>
    public long Altered { get; init; }

    /// <summary>Records whose first handling came before the first handling of a lower offset of their partition.</summary>
    public long Inversions { get; init; }

    /// <summary>Marks that were taken although the partition was revoked before.</summary>
    public long MarksAfterRevoke { get; init; }

    /// <summary>The first lost records, for a person who looks for the reason.</summary>
    public IReadOnlyList<string> LostPlaces { get; init; } = [];

    /// <summary>What the workers reported as errors, apart from planted ones, with how often; the most frequent first.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>Both together.</summary>
    public static Balance operator +(Balance one, Balance other) => new()
    {
        Records = one.Records + other.Records,
        Handled = one.Handled + other.Handled,
        Doubled = one.Doubled + other.Doubled,
        Lettered = one.Lettered + other.Lettered,
        DoubledLetters = one.DoubledLetters + other.DoubledLetters,
        DoubledLettersById = one.DoubledLettersById + other.DoubledLettersById,
        Lost = one.Lost + other.Lost,
        Unfinished = one.Unfinished + other.Unfinished,
        NotAsPlanted = one.NotAsPlanted + other.NotAsPlanted,
        Altered = one.Altered + other.Altered,
        Inversions = one.Inversions + other.Inversions,
        MarksAfterRevoke = one.MarksAfterRevoke + other.MarksAfterRevoke,
        LostPlaces = [.. one.LostPlaces, .. other.LostPlaces],
        Errors = [.. one.Errors, .. other.Errors],
    };
}
