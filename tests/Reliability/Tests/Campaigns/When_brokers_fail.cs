using Kafka.Dlq.Tests.Reliability.Support;

namespace Kafka.Dlq.Tests.Reliability.Campaigns;

/// <summary>R4 in short: brokers are killed, frozen and hard to reach.</summary>
public sealed class When_brokers_fail(CampaignBroker broker)
{
    [Fact]
    public async Task Should_lose_nothing_and_go_on()
    {
        Assert.SkipUnless(broker.CanStartMore, "It starts three brokers of its own: set KAFKA_HOME to an Apache Kafka distribution.");

        CampaignProcess campaign = await CampaignProcess.RunAsync(bootstrapServers: null, "R4", "--short");

        IReadOnlyDictionary<string, double> figures = campaign.KeptItsPromise();
        Assert.Equal(1, figures["times kill"]);
        Assert.Equal(1, figures["times freeze"]);
        Assert.Equal(0, figures["lost"]);
    }
}
