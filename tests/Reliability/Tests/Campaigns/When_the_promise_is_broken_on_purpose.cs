using Kafka.Dlq.Tests.Reliability.Support;

namespace Kafka.Dlq.Tests.Reliability.Campaigns;

/// <summary>A campaign that cannot fail proves nothing: workers that break the promise are seen, and the program says so by its exit code.</summary>
public sealed class When_the_promise_is_broken_on_purpose(CampaignBroker broker)
{
    [Theory]
    [InlineData("commit-before-report")]
    [InlineData("skip-on-revoke")]
    public async Task Should_report_losses(string way)
    {
        CampaignProcess campaign = await CampaignProcess.RunShortAsync(broker, "R1", "--break", way, "--kills", "4", "--records", "1200", "--workers", "2");

        Assert.Equal(1, campaign.ExitCode);
        Assert.Contains("records are LOST", campaign.Output, StringComparison.Ordinal);
        Assert.Null(campaign.Result);
    }
}
