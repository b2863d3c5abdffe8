using Kafka.Dlq.Tests.Reliability.Support;

namespace Kafka.Dlq.Tests.Reliability.Campaigns;

/// <summary>R8 in short: too short to judge memory, long enough to see that the recording works and nothing is lost.</summary>
public sealed class When_a_soak_is_recorded(CampaignBroker broker)
{
    [Fact]
    public async Task Should_leave_a_table_and_a_picture()
    {
        CampaignProcess campaign = await CampaignProcess.RunShortAsync(broker, "R8");

        IReadOnlyDictionary<string, double> figures = campaign.KeptItsPromise();
        Assert.Equal(0, figures["lost"]);
        Assert.True(figures["memory at the end"] > 1);
        Assert.Contains("R8-samples.svg", campaign.Output, StringComparison.Ordinal);
    }
}
