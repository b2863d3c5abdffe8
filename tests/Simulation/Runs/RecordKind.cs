namespace Kafka.Dlq.Tests.Simulation.Runs;

/// <summary>What becomes of a message when it is handled.</summary>
internal enum RecordKind
{
    Good,

    /// <summary>Fails a few times.</summary>
    Transient,

    /// <summary>Fails always.</summary>
    Poison,

    /// <summary>Cannot be deserialized.</summary>
    Unparsable,

    /// <summary>Fails a few times in a way that asks the host to stop.</summary>
    Critical,
}
