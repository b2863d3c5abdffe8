using Kafka.Dlq.Reliability.Audit;
using Kafka.Dlq.Reliability.Results;

namespace Kafka.Dlq.Reliability.Campaigns;

/// <summary>What every campaign reads from its balance.</summary>
internal static class Verdicts
{
    public static IEnumerable<Figure> Figures(Balance balance) =>
    [
        new("records", balance.Records),
        new("handled", balance.Handled),
        new("letters", balance.Lettered),
        new("lost", balance.Lost),
        new("doubled", balance.Doubled),
        new("doubled letters", balance.DoubledLetters),
        new("doubled letters by dlq.id", balance.DoubledLettersById),
    ];

    /// <param name="written">How many records the brokers acknowledged to the campaign.</param>
    public static IEnumerable<string> Failures(Balance balance, long written) =>
    [
        .. Never(balance.Lost, $"records are LOST: committed, and neither handled nor in the dead letter topic, for instance {string.Join(", ", balance.LostPlaces)}"),
        .. Never(balance.Unfinished, "records are neither handled nor in the dead letter topic, and not committed: the workers did not finish in time"),
        .. Never(balance.DoubledLettersById, "letters are doubled under another dlq.id"),
        .. Never(balance.NotAsPlanted, "records ended otherwise than their planted fault says"),
        .. Never(balance.Altered, "letters have another key, value or header than their source"),
        .. Never(written - balance.Records, "records were acknowledged to the campaign and are not in the source topic"),
    ];

    /// <summary>A failure when a count that must be zero is not.</summary>
    public static IEnumerable<string> Never(long count, string what) => count == 0 ? [] : [FormattableString.Invariant($"{count:N0} {what}.")];
}
