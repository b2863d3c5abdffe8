using Kafka.Dlq.Tests.Reliability.Support;

namespace Kafka.Dlq.Tests.Reliability.Campaigns;

/// <summary>R2 in short: with transactional dispatch, whenever a worker is killed, each record is handled or has exactly one letter for a reader of what is committed.</summary>
public sealed class When_workers_are_killed_in_transactions(CampaignBroker broker)
{
    [Fact]
    public async Task Should_lose_nothing_and_double_no_letter()
    {
        CampaignProcess campaign = await CampaignProcess.RunShortAsync(broker, "R2");

        IReadOnlyDictionary<string, double> figures = campaign.KeptItsPromise();
        Assert.Equal(5, figures["kills"]);
        Assert.Equal(0, figures["lost"]);
        Assert.Equal(0, figures["doubled letters"]);
        Assert.Equal(figures["records"], figures["handled"] + figures["letters"]);
    }
}
