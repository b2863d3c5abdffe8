namespace Kafka.Dlq.Tests.Simulation.Runs;

/// <summary>How the simulated user wrote the consumer.</summary>
internal enum ConsumerKind
{
    /// <summary>A consumer of single messages.</summary>
    Messages,

    /// <summary>A batch consumer that marks nothing unless offsets are managed by hand.</summary>
    Batches,

    /// <summary>A batch consumer that marks each message.</summary>
    MarkedBatches,
}
