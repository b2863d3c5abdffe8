namespace Kafka.Dlq.DeadLetters;

/// <summary>How a breaker stands.</summary>
public enum BreakerState
{
    /// <summary>Runs and letters go on.</summary>
    Closed,

    /// <summary>Nothing is run or given up until the next try is due.</summary>
    Open,

    /// <summary>One message is being tried.</summary>
    Probing,
}
