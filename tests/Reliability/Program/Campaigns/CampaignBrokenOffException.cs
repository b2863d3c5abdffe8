namespace Kafka.Dlq.Reliability.Campaigns;

/// <summary>A campaign did not come to its end. It shows nothing, neither good nor bad.</summary>
internal sealed class CampaignBrokenOffException : Exception
{
    public CampaignBrokenOffException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public CampaignBrokenOffException(string message)
        : base(message)
    {
    }

    public CampaignBrokenOffException()
    {
    }
}
