namespace Kafka.Dlq.Testing;

/// <summary>Kinds of requests that <see cref="EmbeddedKafka.FailNext"/> can answer with errors. Values are the keys of Kafka's protocol.</summary>
public enum RequestKind
{
    /// <summary>Records sent by a producer.</summary>
    Produce = 0,

    /// <summary>Offsets that a consumer commits.</summary>
    OffsetCommit = 8,
}
