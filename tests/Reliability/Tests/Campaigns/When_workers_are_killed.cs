using Kafka.Dlq.Tests.Reliability.Support;

namespace Kafka.Dlq.Tests.Reliability.Campaigns;

/// <summary>R1 in short: whenever a worker is killed, each record is handled or has its letter.</summary>
public sealed class When_workers_are_killed(CampaignBroker broker)
{
    [Fact]
    public async Task Should_lose_nothing()
    {
        CampaignProcess campaign = await CampaignProcess.RunShortAsync(broker, "R1");

        IReadOnlyDictionary<string, double> figures = campaign.KeptItsPromise();
        Assert.Equal(5, figures["kills"]);
        Assert.Equal(0, figures["lost"]);
        Assert.Equal(0, figures["doubled letters by dlq.id"]);
        Assert.Equal(figures["records"], figures["handled"] + figures["letters"]);
    }
}
