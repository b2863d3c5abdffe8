namespace Kafka.Dlq.Reliability.Work;

/// <summary>The payload of a campaign's record.</summary>
/// <param name="Number">Its number in the campaign, from 0.</param>
/// <param name="Fault">What is planted.</param>
internal sealed record WorkItem(long Number, PlantedFault Fault);
