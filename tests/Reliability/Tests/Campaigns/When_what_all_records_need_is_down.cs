using Kafka.Dlq.Tests.Reliability.Support;

namespace Kafka.Dlq.Tests.Reliability.Campaigns;

/// <summary>R12 in short: what all records need is down for some seconds.</summary>
public sealed class When_what_all_records_need_is_down(CampaignBroker broker)
{
    [Fact]
    public async Task Should_hold_what_comes_and_go_on_when_it_is_back()
    {
        CampaignProcess campaign = await CampaignProcess.RunShortAsync(broker, "R12");

        IReadOnlyDictionary<string, double> figures = campaign.KeptItsPromise();
        Assert.Equal(0, figures["lost"]);
        Assert.InRange(figures["letters of a worker in a minute, most"], 0, 60);
        Assert.InRange(figures["normal rate after the outage"], 0, 10);
        Assert.Equal(figures["records"], figures["handled"] + figures["letters"]);
    }
}
