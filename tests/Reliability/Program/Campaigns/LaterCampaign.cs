using Kafka.Dlq.Reliability.Brokers;

namespace Kafka.Dlq.Reliability.Campaigns;

/// <summary>The place of a campaign whose subject is not there yet.</summary>
/// <param name="subject">What it comes with.</param>
internal sealed class LaterCampaign(string id, string title, string promise, string subject) : ICampaign
{
    public string Id => id;

    public string Title => title;

    public string Promise => promise;

    public CampaignSettings Full { get; } = new();

    public CampaignSettings Short { get; } = new();

    public IReadOnlyDictionary<string, double> Goals { get; } = new Dictionary<string, double>();

    public TimeSpan About => TimeSpan.Zero;

    public Task<CampaignOutcome> RunAsync(CampaignContext context) =>
        throw new CannotRunException($"{id} comes with {subject}, which Kafka.Dlq does not have yet. Nothing was run, and nothing is claimed.");
}
