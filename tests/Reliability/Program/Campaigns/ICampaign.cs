namespace Kafka.Dlq.Reliability.Campaigns;

/// <summary>One campaign: what it does, how large, and what it found.</summary>
internal interface ICampaign
{
    /// <summary>Its id in the table of figures, for instance R1.</summary>
    string Id { get; }

    /// <summary>What it does, in a line.</summary>
    string Title { get; }

    /// <summary>What must come out, in a line.</summary>
    string Promise { get; }

    /// <summary>The size of its full form.</summary>
    CampaignSettings Full { get; }

    /// <summary>The size of its form in <c>./test</c>.</summary>
    CampaignSettings Short { get; }

    /// <summary>The figures, by name, that must be reached in sum before it counts as run in full.</summary>
    IReadOnlyDictionary<string, double> Goals { get; }

    /// <summary>How long the full form takes, about, on two cores.</summary>
    TimeSpan About { get; }

    /// <exception cref="Brokers.CannotRunException">Something that it needs is not here.</exception>
    Task<CampaignOutcome> RunAsync(CampaignContext context);
}
