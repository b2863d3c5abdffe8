using Kafka.Dlq.Reliability.Work;

namespace Kafka.Dlq.Reliability.Audit;

/// <summary>What became of a record.</summary>
/// <param name="Handled">How often it was handled.</param>
/// <param name="FirstHandled">When it was handled first; 0 when never.</param>
/// <param name="LetterIds">The ids of its letters, one for each letter.</param>
internal readonly record struct RecordFate(long Offset, PlantedFault Planted, int Handled, long FirstHandled, IReadOnlyList<string> LetterIds)
{
    /// <summary>Whether it was handled or has a letter.</summary>
    public bool IsAccountedFor => Handled > 0 || LetterIds.Count > 0;

    /// <summary>Whether it ended as its planted fault says.</summary>
    public bool IsAsPlanted => Planted is PlantedFault.Poison or PlantedFault.Unparsable or PlantedFault.Killer ? Handled == 0 : LetterIds.Count == 0;
}
