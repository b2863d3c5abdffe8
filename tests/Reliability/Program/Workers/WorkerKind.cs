namespace Kafka.Dlq.Reliability.Workers;

/// <summary>Which consumer of the framework a worker derives from.</summary>
internal enum WorkerKind
{
    /// <summary>One message at a time, marked by the framework.</summary>
    Single,

    /// <summary>Batches, each message marked by the consumer.</summary>
    Batch,
}
