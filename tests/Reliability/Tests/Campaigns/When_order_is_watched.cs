using Kafka.Dlq.Tests.Reliability.Support;

namespace Kafka.Dlq.Tests.Reliability.Campaigns;

/// <summary>R3 in short: whatever happens to the workers, no record of a partition is handled first before one that lies before it.</summary>
public sealed class When_order_is_watched(CampaignBroker broker)
{
    [Fact]
    public async Task Should_find_no_inversion()
    {
        CampaignProcess campaign = await CampaignProcess.RunShortAsync(broker, "R3");

        IReadOnlyDictionary<string, double> figures = campaign.KeptItsPromise();
        Assert.Equal(0, figures["inversions"]);
        Assert.Equal(0, figures["lost"]);
    }
}
