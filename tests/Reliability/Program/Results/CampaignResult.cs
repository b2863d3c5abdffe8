namespace Kafka.Dlq.Reliability.Results;

/// <summary>One run of a campaign, as it lies in the folder of results.</summary>
internal sealed record CampaignResult
{
    public required string Id { get; init; }

    public required string Title { get; init; }

    public bool Passed => Failures.Count == 0;

    public required IReadOnlyList<Figure> Figures { get; init; }

    public required IReadOnlyList<string> Failures { get; init; }

    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>The command that repeats it.</summary>
    public required string Command { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset Date { get; init; }

    public TimeSpan Elapsed { get; init; }

    public string Machine { get; init; } = "";

    public string Versions { get; init; } = "";
}
