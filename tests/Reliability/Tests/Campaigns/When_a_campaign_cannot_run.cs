using Kafka.Dlq.Tests.Reliability.Support;

namespace Kafka.Dlq.Tests.Reliability.Campaigns;

/// <summary>What cannot be run is refused with the reason, and leaves no result.</summary>
public sealed class When_a_campaign_cannot_run
{
    [Fact]
    public async Task Should_name_the_campaigns_there_are()
    {
        CampaignProcess campaign = await CampaignProcess.RunAsync(bootstrapServers: null, "R77");

        Assert.NotEqual(0, campaign.ExitCode);
        Assert.Contains("There is no campaign 'R77'. There are R1, R2, R3", campaign.Output, StringComparison.Ordinal);
    }
}
