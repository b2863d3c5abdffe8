namespace Kafka.Dlq;

/// <summary>How records are fetched. Both ways give the same messages and keep the same rules.</summary>
public enum FetchMode
{
    /// <summary>
    /// Batches straight from librdkafka, copied into memory that the messages of a batch share: less work and less garbage for each record. A message that is kept
    /// for long keeps up to 64 KiB with it; <see cref="Message.Detach"/> copies it out. Where the native client cannot be reached, fetching is managed and a log line says why.
    /// The default.
    /// </summary>
    Native,

    /// <summary>One record a call from Confluent.Kafka's consumer. Slower; for comparing, should native fetching ever be in doubt.</summary>
    Managed,
}
