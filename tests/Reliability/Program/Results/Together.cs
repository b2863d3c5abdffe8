namespace Kafka.Dlq.Reliability.Results;

/// <summary>How the figures of several pieces of a campaign become one.</summary>
internal enum Together
{
    Sum,
    Largest,
    Mean,
}
