using System.Collections.Concurrent;

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>A cluster that somebody else runs. It gets back the state it had: topics of the run are deleted at the end.</summary>
internal sealed class RunningBroker(string bootstrapServers) : IBrokerSource
{
    private readonly ConcurrentBag<string> _topics = [];

    public BrokerKind Kind => BrokerKind.Running;

    public string BootstrapServers => bootstrapServers;

    public string Description => $"the running cluster at {bootstrapServers} (KAFKA_BOOTSTRAP_SERVERS)";

    public static async Task<IBrokerSource> FindAsync(string bootstrapServers)
    {
        await BrokerAnswer.WaitAsync(bootstrapServers, TimeSpan.FromSeconds(30), whyNot: () => "KAFKA_BOOTSTRAP_SERVERS names it; unset it to test without it.");
        return new RunningBroker(bootstrapServers);
    }

    public async Task CreateTopicAsync(string name, int partitions, IReadOnlyDictionary<string, string> settings)
    {
        _topics.Add(name);
        await Topics.CreateAsync(BootstrapServers, name, partitions, settings);
    }

    public async ValueTask DisposeAsync() => await Topics.DeleteAsync(BootstrapServers, [.. _topics]);
}
