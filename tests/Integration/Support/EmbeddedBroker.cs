using Kafka.Dlq.Testing;

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>The embedded cluster: there on every machine, but not able to run every test.</summary>
internal sealed class EmbeddedBroker : IBrokerSource
{
    private readonly EmbeddedKafka _kafka = EmbeddedKafka.Start();

    public BrokerKind Kind => BrokerKind.Embedded;

    public string BootstrapServers => _kafka.BootstrapServers;

    public string Description => "the embedded cluster; tests that need a real broker are skipped (set KAFKA_BOOTSTRAP_SERVERS or KAFKA_HOME to run them)";

    public Task CreateTopicAsync(string name, int partitions, IReadOnlyDictionary<string, string> settings)
    {
        _kafka.CreateTopic(name, partitions);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => _kafka.DisposeAsync();
}
