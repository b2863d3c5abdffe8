using Confluent.Kafka;
using Kafka.Dlq.Reliability.Proxy;
using Kafka.Dlq.Tests.Integration.Support;
using System.Globalization;

namespace Kafka.Dlq.Reliability.Brokers;

/// <summary>
/// A cluster of the campaign's own, from the distribution in KAFKA_HOME. Clients come to each broker through a proxy, which can disturb them; brokers talk to each other
/// directly. Brokers can be killed, frozen and started again. Their numbers begin with 1.
/// </summary>
internal sealed class Cluster : IAsyncDisposable
{
    private const int PortsOfBroker = 3;

    private const string Short = """
        group.consumer.session.timeout.ms=2000
        broker.session.timeout.ms=6000
        broker.heartbeat.interval.ms=1000
        """;

    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(240);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kafka-dlq-prove-broker-");
    private readonly BrokerProcess[] _brokers;
    private readonly TcpProxy[] _proxies;

    private Cluster(string home, int brokers, TimeSpan? session)
    {
        int[] ports = Ports.Free(brokers * PortsOfBroker);
        BrokerNode[] nodes = [.. Enumerable.Range(0, brokers).Select(index => new BrokerNode(index + 1, ports[PortsOfBroker * index], ports[(PortsOfBroker * index) + 1]))];
        int[] clientPorts = [.. Enumerable.Range(0, brokers).Select(index => ports[(PortsOfBroker * index) + 2])];
        _proxies = [.. clientPorts.Select(TcpProxy.To)];
        _brokers = [.. nodes.Select((node, index) => new BrokerProcess(
            home, Path.Combine(_folder.FullName, $"{node.Id}"), data => Properties(node, data, nodes, clientPorts[index], _proxies[index].Port, session)))];
    }

    /// <summary>Where clients find it: the proxies' addresses.</summary>
    public string BootstrapServers => string.Join(',', _proxies.Select(proxy => proxy.Address));

    public int Count => _brokers.Length;

    /// <summary>The distribution, or null where KAFKA_HOME is not set.</summary>
    public static string? Home => Environment.GetEnvironmentVariable("KAFKA_HOME") is { Length: > 0 } home ? home : null;

    /// <summary>Starts a cluster and waits until it serves.</summary>
    /// <param name="session">
    /// How long a member of a group with the protocol of KIP-848 may be silent; its heartbeats and the sessions of brokers are then as usual. Null for as short as may be,
    /// so that whoever is killed is missed soon.
    /// </param>
    /// <exception cref="CannotRunException">KAFKA_HOME is not set or is no distribution.</exception>
    public static async Task<Cluster> StartAsync(int brokers, TimeSpan? session = null)
    {
        string home = Home ?? throw new CannotRunException("It starts brokers of its own: set KAFKA_HOME to an unpacked Apache Kafka distribution.");
        if (!Directory.Exists(Path.Combine(home, "libs")))
        {
            throw new CannotRunException($"KAFKA_HOME is {home}, and there is no folder libs in it. Point it to an unpacked Apache Kafka distribution.");
        }

        Cluster cluster = new(home, brokers, session);
        try
        {
            Array.ForEach(cluster._brokers, broker => broker.Launch());
            await cluster.AnswersAsync();
            return cluster;
        }
        catch (Exception)
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>What stands between clients and a broker.</summary>
    public TcpProxy Proxy(int id) => _proxies[id - 1];

    public void Kill(int id) => _brokers[id - 1].Kill();

    public void Launch(int id) => _brokers[id - 1].Launch();

    public void Freeze(int id) => _brokers[id - 1].Freeze();

    public void Thaw(int id) => _brokers[id - 1].Thaw();

    /// <summary>Waits until all brokers are in the cluster and serve groups.</summary>
    public async Task AnswersAsync()
    {
        using IAdminClient admin = PlainClients.Admin(BootstrapServers);
        using IConsumer<byte[]?, byte[]?> consumer = PlainClients.Consumer(BootstrapServers, "is-the-cluster-there");
        await Wait.UntilAsync(
            () => Array.Exists(_brokers, broker => broker.HasExited) || (Sees(admin) && Serves(consumer)),
            StartDeadline,
            () => $"the cluster at {BootstrapServers} does not answer. {_brokers[0].EndOfLog()}");
        if (Array.Find(_brokers, broker => broker.HasExited) is { } ended)
        {
            throw new InvalidOperationException($"A broker of {BootstrapServers} ended by itself. {ended.EndOfLog()}");
        }
    }

    /// <summary>Waits until every partition of a topic has all its copies in step, so that the next fault cannot hit the only good copy.</summary>
    public async Task HealsAsync(string topic)
    {
        using IAdminClient admin = PlainClients.Admin(BootstrapServers);
        await Wait.UntilAsync(
            () => Partitions(admin, topic).TrueForAll(partition => partition.InSyncReplicas.Length == partition.Replicas.Length),
            StartDeadline,
            () => $"not all copies of topic {topic} are in step again");
    }

    /// <summary>The broker that leads a partition.</summary>
    public int LeaderOf(string topic, int partition)
    {
        using IAdminClient admin = PlainClients.Admin(BootstrapServers);
        return Partitions(admin, topic).Find(candidate => candidate.PartitionId == partition)?.Leader ?? throw new InvalidOperationException($"{topic}/{partition} has no leader.");
    }

    public async ValueTask DisposeAsync()
    {
        Array.ForEach(_brokers, broker => broker.Dispose());
        foreach (TcpProxy proxy in _proxies)
        {
            await proxy.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    // What comes later in a properties file counts.
    private static string Properties(BrokerNode node, string data, BrokerNode[] nodes, int clientPort, int proxyPort, TimeSpan? session) => $"""
        {BrokerProperties.Text(node, data, nodes)}
        listeners=PLAINTEXT://127.0.0.1:{node.Port},CONTROLLER://127.0.0.1:{node.ControllerPort},CLIENT://127.0.0.1:{clientPort}
        advertised.listeners=PLAINTEXT://127.0.0.1:{node.Port},CLIENT://127.0.0.1:{proxyPort}
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,CLIENT:PLAINTEXT
        inter.broker.listener.name=PLAINTEXT
        message.max.bytes=10485760
        replica.fetch.max.bytes=10485760
        {(session is { } usual ? Usual(usual) : Short)}
        """;

    private static string Usual(TimeSpan session) => string.Create(CultureInfo.InvariantCulture, $"""
        group.consumer.session.timeout.ms={session.TotalMilliseconds}
        group.consumer.heartbeat.interval.ms=5000
        broker.session.timeout.ms=9000
        broker.heartbeat.interval.ms=2000
        """);

    private static List<PartitionMetadata> Partitions(IAdminClient admin, string topic) => admin.GetMetadata(topic, TimeSpan.FromSeconds(10)).Topics.Single().Partitions;

    private bool Sees(IAdminClient admin)
    {
        try
        {
            return admin.GetMetadata(TimeSpan.FromSeconds(5)).Brokers.Count == Count;
        }
        catch (KafkaException)
        {
            return false;
        }
    }

    private static bool Serves(IConsumer<byte[]?, byte[]?> consumer)
    {
        try
        {
            consumer.Committed([new TopicPartition("is-the-cluster-there", 0)], TimeSpan.FromSeconds(5));
            return true;
        }
        catch (KafkaException refused)
        {
            return refused.Error.Code == ErrorCode.UnknownTopicOrPart;
        }
    }
}
