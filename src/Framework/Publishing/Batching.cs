namespace Kafka.Dlq.Publishing;

/// <summary>With what a record travels to the broker. The broker takes a batch as a whole or not at all, so one record that is too large for its topic has all refused that travel with it.</summary>
internal enum Batching
{
    /// <summary>With others, as the producer sees fit.</summary>
    WithOthers,

    /// <summary>Alone, so that what the broker says is said of this record.</summary>
    Alone,
}
