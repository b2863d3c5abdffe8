using Kafka.Dlq.Tests.Reliability.Support;

namespace Kafka.Dlq.Tests.Reliability.Campaigns;

/// <summary>R10 in short: a record that kills its process becomes a letter after as many crashes as are allowed, and all others are handled.</summary>
public sealed class When_records_kill_their_workers(CampaignBroker broker)
{
    [Fact]
    public async Task Should_give_up_those_and_no_other()
    {
        CampaignProcess campaign = await CampaignProcess.RunShortAsync(broker, "R10");

        IReadOnlyDictionary<string, double> figures = campaign.KeptItsPromise();
        Assert.Equal(1, figures["killers"]);
        Assert.Equal(1, figures["letters of the kind crash"]);
        Assert.InRange(figures["crashes"], 2, 5);
        Assert.Equal(0, figures["lost"]);
        Assert.Equal(figures["records"], figures["handled"] + figures["letters"]);
    }
}
