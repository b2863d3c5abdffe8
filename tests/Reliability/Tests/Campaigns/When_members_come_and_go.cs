using Kafka.Dlq.Tests.Reliability.Support;

namespace Kafka.Dlq.Tests.Reliability.Campaigns;

/// <summary>R6 in short: members join and leave while records fail, wait and are dispatched.</summary>
public sealed class When_members_come_and_go(CampaignBroker broker)
{
    [Theory]
    [InlineData("classic")]
    [InlineData("consumer")]
    public async Task Should_lose_nothing_and_refuse_marks_of_revoked_partitions(string protocol)
    {
        CampaignProcess campaign = await CampaignProcess.RunShortAsync(broker, "R6", "--protocol", protocol);

        IReadOnlyDictionary<string, double> figures = campaign.KeptItsPromise();
        Assert.Equal(0, figures["lost"]);
        Assert.Equal(0, figures["marks after a revoke"]);
        Assert.Equal(0, figures["committed offsets that went back"]);
    }
}
