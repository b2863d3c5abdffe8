using System.Collections.Frozen;

namespace Kafka.Dlq.DeadLetters;

/// <summary>What may be said of a route's letters. Pure.</summary>
internal static class LetterRules
{
    private const int SmallestBound = 1_024;

    // What a second pass, a redrive or the search for doubles reads; and what has a verb of its own.
    private static readonly FrozenSet<string> Needed = FrozenSet.Create(
        StringComparer.Ordinal,
        DeadLetterHeaders.Id, DeadLetterHeaders.SourceTopic, DeadLetterHeaders.SourcePartition, DeadLetterHeaders.SourceOffset, DeadLetterHeaders.SourceGroup,
        DeadLetterHeaders.OriginTopic, DeadLetterHeaders.OriginPartition, DeadLetterHeaders.OriginOffset, DeadLetterHeaders.Depth, DeadLetterHeaders.Attempts,
        DeadLetterHeaders.FirstFailedAt, DeadLetterHeaders.DueAt, DeadLetterHeaders.Fingerprint, DeadLetterHeaders.EnrichError, DeadLetterHeaders.Omitted);

    /// <summary>Says what is wrong with the letters of a queue.</summary>
    /// <param name="letter">What was said of its letters.</param>
    /// <param name="hasLetters">Whether there is a topic for them.</param>
    public static IEnumerable<DeadLetterQueueFault> Check(LetterSettings letter, bool hasLetters)
    {
        if (!hasLetters)
        {
            yield return new(nameof(DeadLetterQueueBuilder.None), "None(), and how letters are written", "a topic that letters may go to, or nothing said of letters");
        }

        if (letter.MaxBytes < SmallestBound)
        {
            yield return new(nameof(LetterVerbs.MaxLetterBytes), letter.MaxBytes, $"{SmallestBound} or more bytes: the headers that each letter needs take some hundred");
        }

        if (!Enum.IsDefined(letter.PartitionBy))
        {
            yield return new(nameof(LetterVerbs.PartitionBy), letter.PartitionBy, string.Join(", ", Enum.GetNames<LetterPartition>()));
        }

        foreach (string name in letter.LeftOut.Where(name => Needed.Contains(name) || string.IsNullOrEmpty(name)).Order(StringComparer.Ordinal))
        {
            yield return new(nameof(LetterVerbs.OmitHeaders), name, $"names of headers, without those that each letter needs: {string.Join(", ", Needed.Order(StringComparer.Ordinal))}");
        }
    }
}
