namespace Kafka.Dlq.Provisioning;

/// <summary>One thing about a topic on the cluster that is not as the routes need it.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Why">What it is needed for, for instance <c>dead letter target of 'orders'</c>.</param>
/// <param name="Option">What differs: <c>topic</c> for the topic itself, <c>partitions</c>, <c>replicationFactor</c>, or the name of a topic setting.</param>
/// <param name="Found">What is there.</param>
/// <param name="Wanted">What the routes need.</param>
/// <param name="Remedy">What to do.</param>
public sealed record TopicFinding(string Topic, string Why, string Option, string Found, string Wanted, string Remedy)
{
    /// <summary>The finding as one line.</summary>
    public override string ToString() => $"topic '{Topic}' ({Why}), {Option}: found {Found}; wanted {Wanted}; {Remedy}";
}
