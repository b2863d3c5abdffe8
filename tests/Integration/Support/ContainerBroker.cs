#if TESTCONTAINERS
using DotNet.Testcontainers.Builders;
using Testcontainers.Kafka;

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>A broker in a container, where Docker answers.</summary>
internal sealed class ContainerBroker(KafkaContainer container) : IBrokerSource
{
    private const string Image = "apache/kafka:4.1.0";

    public BrokerKind Kind => BrokerKind.Docker;

    public string BootstrapServers => container.GetBootstrapAddress();

    public string Description => $"a container of {Image} at {BootstrapServers} (Testcontainers)";

    public static async Task<IBrokerSource?> TryStartAsync()
    {
        try
        {
            KafkaContainer container = new KafkaBuilder(Image)
                .WithEnvironment("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .WithEnvironment("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
                .WithEnvironment("KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", "1000")
                .WithEnvironment("KAFKA_GROUP_CONSUMER_MIN_SESSION_TIMEOUT_MS", "1000")
                .WithEnvironment("KAFKA_GROUP_CONSUMER_MIN_HEARTBEAT_INTERVAL_MS", "100")
                .WithEnvironment("KAFKA_GROUP_CONSUMER_HEARTBEAT_INTERVAL_MS", "500")
                .Build();
            await container.StartAsync();
            return new ContainerBroker(container);
        }
        catch (DockerUnavailableException unavailable)
        {
            await Console.Out.WriteLineAsync($"Docker does not answer, so no container is used: {unavailable.Message}");
            return null;
        }
    }

    public Task CreateTopicAsync(string name, int partitions, IReadOnlyDictionary<string, string> settings) =>
        Topics.CreateAsync(BootstrapServers, name, partitions, settings);

    public ValueTask DisposeAsync() => container.DisposeAsync();
}
#endif
