namespace Kafka.Dlq.Routing.Building;

/// <summary>One <c>Topic(...)</c> as it was written.</summary>
/// <param name="Group">The consumer group; null outside one.</param>
/// <param name="SubscriptionGroup">The subscription group; null outside one.</param>
/// <param name="Topic">The topic's name or pattern.</param>
/// <param name="Own">What was said of the topic itself.</param>
/// <param name="Defaults">What its draw says for all its topics.</param>
internal sealed record DrawnTopic(string? Group, string? SubscriptionGroup, string Topic, VerbSettings Own, VerbSettings Defaults)
{
    /// <summary>The features that its group has for all its topics.</summary>
    public VerbSettings OfGroup { get; init; } = new();
}
