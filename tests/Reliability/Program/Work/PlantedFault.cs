namespace Kafka.Dlq.Reliability.Work;

/// <summary>What is wrong with a record, and so how it must end.</summary>
internal enum PlantedFault : byte
{
    /// <summary>Nothing: it is handled.</summary>
    None,

    /// <summary>Its first runs in a process fail: it is handled.</summary>
    Transient,

    /// <summary>Each of its runs throws: it becomes a dead letter.</summary>
    Poison,

    /// <summary>Its payload cannot be read: it becomes a dead letter.</summary>
    Unparsable,

    /// <summary>It kills the process that handles it: it becomes a dead letter.</summary>
    Killer,
}
