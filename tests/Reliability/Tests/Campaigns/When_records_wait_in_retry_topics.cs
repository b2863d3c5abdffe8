using Kafka.Dlq.Tests.Reliability.Support;

namespace Kafka.Dlq.Tests.Reliability.Campaigns;

/// <summary>R11 in short: whenever a worker is killed, records that wait in retry topics are neither lost nor run before they are due, and keep their count.</summary>
public sealed class When_records_wait_in_retry_topics(CampaignBroker broker)
{
    [Fact]
    public async Task Should_lose_nothing_and_be_early_with_nothing()
    {
        CampaignProcess campaign = await CampaignProcess.RunShortAsync(broker, "R11");

        IReadOnlyDictionary<string, double> figures = campaign.KeptItsPromise();
        Assert.Equal(2, figures["kills"]);
        Assert.Equal(0, figures["lost"]);
        Assert.Equal(0, figures["waits too short"]);
        Assert.InRange(figures["waits"], 1, double.MaxValue);
        Assert.Equal(figures["records"], figures["handled"] + figures["letters"]);
    }
}
