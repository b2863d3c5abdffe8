namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>Where the broker of the integration tests comes from. The first that is there is used.</summary>
public enum BrokerKind
{
    /// <summary>A running cluster, named by KAFKA_BOOTSTRAP_SERVERS.</summary>
    Running,

    /// <summary>Started from the Apache Kafka distribution in KAFKA_HOME, with Java.</summary>
    Distribution,

    /// <summary>A container; only in a build with UseTestcontainers=true.</summary>
    Docker,

    /// <summary>librdkafka's mock brokers in the test process.</summary>
    Embedded,
}
