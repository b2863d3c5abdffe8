namespace Kafka.Dlq.DeadLetters;

/// <summary>What became of the message that was tried.</summary>
public enum ProbeResult
{
    /// <summary>It was handled.</summary>
    Handled,

    /// <summary>Its run failed.</summary>
    Failed,

    /// <summary>Its run was cut off, which tells nothing; another may be tried at once.</summary>
    CutOff,
}
