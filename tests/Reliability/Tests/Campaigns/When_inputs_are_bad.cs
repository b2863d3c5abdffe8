using Kafka.Dlq.Tests.Reliability.Support;

namespace Kafka.Dlq.Tests.Reliability.Campaigns;

/// <summary>R7 in short: generated and mutated payloads, keys and headers.</summary>
public sealed class When_inputs_are_bad(CampaignBroker broker)
{
    [Fact]
    public async Task Should_handle_each_or_keep_its_bytes()
    {
        CampaignProcess campaign = await CampaignProcess.RunShortAsync(broker, "R7");

        IReadOnlyDictionary<string, double> figures = campaign.KeptItsPromise();
        Assert.Equal(0, figures["crashes"]);
        Assert.Equal(0, figures["letters that are not byte-identical"]);
        Assert.Equal(figures["records"], figures["handled"] + figures["letters"]);
        Assert.True(figures["letters"] > figures["handled"]);
    }
}
