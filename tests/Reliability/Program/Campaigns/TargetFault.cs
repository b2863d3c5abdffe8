namespace Kafka.Dlq.Reliability.Campaigns;

/// <summary>What is wrong with the place that dead letters go to.</summary>
internal enum TargetFault
{
    /// <summary>The dead letter topic is not there.</summary>
    Missing,

    /// <summary>The dead letter topic takes no record of a letter's size.</summary>
    TooLarge,

    /// <summary>The cluster of the dead letter topic cannot be reached.</summary>
    ClusterAway,
}
