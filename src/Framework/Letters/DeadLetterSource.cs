namespace Kafka.Dlq;

/// <summary>What was being done with a record when it became a dead letter.</summary>
public enum DeadLetterSource
{
    /// <summary>A consumer handled it; also when it took too long, crashed the process, or was dispatched by hand.</summary>
    Consume,

    /// <summary>Its key or value was deserialized.</summary>
    Deserialize,

    /// <summary>It was transformed into records of other topics.</summary>
    Transform,

    /// <summary>It was taken in, by HTTP for instance, and never was in the topic it was meant for.</summary>
    Ingest,

    /// <summary>It was written to another system.</summary>
    Sink,

    /// <summary>It had been a letter before, was sent back to the topic that it first came from, and failed there again.</summary>
    Redrive,
}
