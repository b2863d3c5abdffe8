using Kafka.Dlq.Tests.Reliability.Support;

namespace Kafka.Dlq.Tests.Reliability.Campaigns;

/// <summary>R5 in short: the dead letter topic is missing, too small for letters, or its cluster is away.</summary>
public sealed class When_letters_cannot_be_delivered(CampaignBroker broker)
{
    [Fact]
    public async Task Should_hold_the_partition_say_so_and_lose_nothing()
    {
        CampaignProcess campaign = await CampaignProcess.RunShortAsync(broker, "R5");

        IReadOnlyDictionary<string, double> figures = campaign.KeptItsPromise();
        Assert.Equal(0, figures["lost"]);
        Assert.All((string[])["Missing", "TooLarge", "ClusterAway"], fault => Assert.InRange(figures[$"alarm, {fault}"], 0, 10));
        Assert.All((string[])["Missing", "TooLarge", "ClusterAway"], fault => Assert.True(figures[$"records held back, {fault}"] > 0));
    }
}
