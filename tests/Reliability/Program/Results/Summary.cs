namespace Kafka.Dlq.Reliability.Results;

/// <summary>The pieces of one campaign together.</summary>
/// <param name="Figures">Of the pieces that kept the promise.</param>
/// <param name="Failed">The runs that did not keep it.</param>
internal sealed record Summary(IReadOnlyList<Figure> Figures, IReadOnlyList<CampaignResult> Kept, IReadOnlyList<CampaignResult> Failed)
{
    public static Summary Of(IEnumerable<CampaignResult> results)
    {
        ILookup<bool, CampaignResult> runs = results.ToLookup(result => result.Passed);
        CampaignResult[] kept = [.. runs[true]];
        IEnumerable<Figure> figures = kept.SelectMany(result => result.Figures).GroupBy(figure => figure.Name).Select(Add);
        return new Summary([.. figures], kept, [.. runs[false]]);
    }

    /// <summary>Whether the pieces reach what the full form does.</summary>
    public bool Reaches(IReadOnlyDictionary<string, double> goals) =>
        Kept.Count > 0 && goals.All(goal => Figures.FirstOrDefault(figure => figure.Name == goal.Key)?.Value >= goal.Value);

    private static Figure Add(IGrouping<string, Figure> pieces)
    {
        Figure first = pieces.First();
        double value = first.Together switch
        {
            Together.Largest => pieces.Max(figure => figure.Value),
            Together.Mean => pieces.Average(figure => figure.Value),
            _ => pieces.Sum(figure => figure.Value),
        };
        return first with { Value = value };
    }
}
