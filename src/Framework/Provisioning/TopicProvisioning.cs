namespace Kafka.Dlq;

/// <summary>What is done about declared topics.</summary>
public enum TopicProvisioning
{
    /// <summary>n</summary>
    None,

    /// <summary>n</summary>
    Verify,

    /// <summary>n</summary>
    CreateMissing,

    /// <summary>n</summary>
    Align,
}
