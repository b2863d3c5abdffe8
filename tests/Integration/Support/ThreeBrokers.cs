using Confluent.Kafka;

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>
/// A cluster of three brokers that keeps each record on all of them and needs two (min.insync.replicas). Scenarios take turns at it, since they kill and freeze its brokers;
/// it starts with the first of them.
/// </summary>
[CollectionDefinition(Name)]
public sealed class ThreeBrokers : ICollectionFixture<ThreeBrokers>, IAsyncDisposable
{
    public const string Name = "Three brokers";

    /// <summary>How long a scenario waits for what needs a new leader, on a slow machine.</summary>
    internal static readonly TimeSpan Outage = TimeSpan.FromSeconds(60);

    private OwnCluster? _cluster;

    /// <summary>The cluster with all brokers at work and all replicas in step. Skips the test where KAFKA_HOME is not set.</summary>
    internal async Task<OwnCluster> WholeAsync()
    {
        if (_cluster is null)
        {
            _cluster = OwnCluster.Prepare(brokers: 3);
            await _cluster.StartAsync();
        }

        await _cluster.BecomesWholeAsync();
        return _cluster;
    }

    /// <summary>Has a host use the cluster, as one would that shall notice soon that a broker is gone.</summary>
    internal static void Use(KafkaDlqOptions options, OwnCluster cluster, GroupProtocol protocol)
    {
        options.Kafka["bootstrap.servers"] = cluster.BootstrapServers;
        options.Kafka["socket.timeout.ms"] = "3000";
        options.Kafka["topic.metadata.refresh.interval.ms"] = "1000";
        options.Kafka["reconnect.backoff.max.ms"] = "500";
        options.Kafka["session.timeout.ms"] = "20000";
        options.CommitInterval = TimeSpan.FromMilliseconds(100);
        options.Use(protocol);
    }

    /// <summary>Waits until the group has committed so far on each partition. Asked while the host runs: a stop gives its last commit a few seconds, a new coordinator may take longer.</summary>
    internal static async Task CommittedAsync(Scenario scenario, OwnCluster cluster, string topic, int partitions, long expected)
    {
        for (int partition = 0; partition < partitions; partition++)
        {
            await Committed.BecomesAsync(cluster.Awake, scenario.Group, topic, expected, partition);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }
}
