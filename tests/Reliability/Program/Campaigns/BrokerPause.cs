namespace Kafka.Dlq.Reliability.Campaigns;

/// <summary>How often a fault was done, and how long the work took to go on in all partitions: at most, and all times together.</summary>
internal readonly record struct BrokerPause(BrokerFault Fault, int Count, TimeSpan Longest, TimeSpan Sum)
{
    public TimeSpan Mean => Count == 0 ? TimeSpan.Zero : Sum / Count;

    public BrokerPause And(TimeSpan pause) => this with { Count = Count + 1, Longest = pause > Longest ? pause : Longest, Sum = Sum + pause };
}
