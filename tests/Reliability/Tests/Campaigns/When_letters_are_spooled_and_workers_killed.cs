using Kafka.Dlq.Tests.Reliability.Support;

namespace Kafka.Dlq.Tests.Reliability.Campaigns;

/// <summary>R13 in short: the cluster of the dead letters is away, the process is killed twice, and afterwards all letters arrive in order.</summary>
public sealed class When_letters_are_spooled_and_workers_killed(CampaignBroker broker)
{
    [Fact]
    public async Task Should_deliver_all_letters_in_order()
    {
        CampaignProcess campaign = await CampaignProcess.RunShortAsync(broker, "R13");

        IReadOnlyDictionary<string, double> figures = campaign.KeptItsPromise();
        Assert.Equal((2, 0, 0), (figures["kills"], figures["lost"], figures["letters out of order"]));
        Assert.True(figures["letters spooled"] > 0);
        Assert.Equal(figures["records"], figures["handled"] + figures["letters"]);
    }
}
