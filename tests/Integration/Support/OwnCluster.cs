using Confluent.Kafka;
using Confluent.Kafka.Admin;
using System.Collections.ObjectModel;

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>
/// A cluster of one scenario's own, from the distribution in KAFKA_HOME, for what nobody does to a shared one: its brokers are killed, frozen and started again.
/// Their numbers begin with 1.
/// </summary>
internal sealed class OwnCluster : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(90);

    private readonly BrokerNode[] _nodes;
    private readonly BrokerProcess[] _brokers;
    private readonly HashSet<int> _away = [];

    private readonly int _guestPort;

    private OwnCluster(string home)
    {
        int[] ports = Ports.Free(3);
        BrokerNode node = new(1, ports[0], ports[1]);
        _guestPort = ports[2];
        _nodes = [node];
        _brokers = [new BrokerProcess(home, data => BrokerProperties.Guarded(node, data, _guestPort))];
    }

    private OwnCluster(string home, int brokers)
    {
        int[] ports = Ports.Free(brokers * 2);
        _nodes = [.. Enumerable.Range(0, brokers).Select(index => new BrokerNode(index + 1, ports[2 * index], ports[(2 * index) + 1]))];
        _brokers = [.. _nodes.Select(node => new BrokerProcess(home, data => BrokerProperties.Text(node, data, _nodes)))];
    }

    /// <summary>Where the brokers answer once they run.</summary>
    public string BootstrapServers => string.Join(',', _nodes.Select(AddressOf));

    /// <summary>A cluster that does not run yet. Skips the test where KAFKA_HOME is not set.</summary>
    public static OwnCluster Prepare(int brokers = 1) => new(Home(), brokers);

    /// <summary>A cluster of one broker that does not run yet, with access control for a user "guest". Skips the test where KAFKA_HOME is not set.</summary>
    public static OwnCluster PrepareGuarded() => new(Home());

    /// <summary>Where the brokers answer that were neither killed nor frozen.</summary>
    public string Awake => string.Join(',', _nodes.Where(node => !_away.Contains(node.Id)).Select(AddressOf));

    /// <summary>Starts all brokers and waits until each serves.</summary>
    public Task StartAsync()
    {
        foreach (BrokerProcess broker in _brokers)
        {
            broker.Launch();
        }

        return Task.WhenAll(_nodes.Select(node => AnswerAsync(AddressOf(node))));
    }

    /// <summary>Creates a topic and returns its name.</summary>
    public async Task<string> CreateTopicAsync(int partitions, string? role = null)
    {
        string name = KafkaBroker.NewName(role);
        await CreateTopicAsync(name, partitions);
        return name;
    }

    /// <summary>Creates a topic under a name that was given earlier.</summary>
    public Task CreateTopicAsync(string name, int partitions = 1) => Topics.CreateAsync(BootstrapServers, name, partitions, ReadOnlyDictionary<string, string>.Empty);

    /// <summary>Ends a broker at once, as a power cut would.</summary>
    public void Kill(int id)
    {
        _away.Add(id);
        _brokers[id - 1].Kill();
    }

    /// <summary>Starts a killed broker again on its data and waits until it serves.</summary>
    public async Task ReviveAsync(int id)
    {
        _brokers[id - 1].Launch();
        await AnswerAsync(AddressOf(_nodes[id - 1]));
        _away.Remove(id);
    }

    /// <summary>Has a broker stand still: its connections stay open and nothing comes.</summary>
    public Task FreezeAsync(int id)
    {
        _away.Add(id);
        return _brokers[id - 1].SignalAsync("STOP");
    }

    /// <summary>Lets a frozen broker go on.</summary>
    public async Task ThawAsync(int id)
    {
        await _brokers[id - 1].SignalAsync("CONT");
        _away.Remove(id);
    }

    /// <summary>The broker that leads a partition; -1 while none does.</summary>
    public int LeaderOf(string topic, int partition = 0) =>
        Ask().Find(found => found.Topic == topic)?.Partitions.Find(found => found.PartitionId == partition)?.Leader ?? -1;

    /// <summary>Waits until another broker than the one that is away leads a partition.</summary>
    public Task HasNewLeaderAsync(string topic, int partition = 0) => Eventually.BecomesTrueAsync(
        () => LeaderOf(topic, partition) is var leader and > 0 && !_away.Contains(leader), StartDeadline, () => $"{topic}/{partition} is led by broker {LeaderOf(topic, partition)}, which is away");

    /// <summary>Waits until every partition is on all brokers that shall have it, and in step on each.</summary>
    public Task BecomesWholeAsync() => Eventually.BecomesTrueAsync(
        () => Lagging().Count == 0, StartDeadline, () => $"not all replicas are in step: {string.Join(", ", Lagging())}");

    public async ValueTask DisposeAsync() => await Task.WhenAll(_brokers.Select(broker => broker.DisposeAsync().AsTask()));

    /// <summary>Has a host of a guarded cluster come as the user "guest".</summary>
    public void UseAsGuest(KafkaDlqOptions options)
    {
        options.Kafka["bootstrap.servers"] = $"127.0.0.1:{_guestPort}";
        options.Kafka["security.protocol"] = "sasl_plaintext";
        options.Kafka["sasl.mechanism"] = "PLAIN";
        options.Kafka["sasl.username"] = "guest";
        options.Kafka["sasl.password"] = "guest";
    }

    /// <summary>Lets the user "guest" of a guarded cluster see a topic and not write to it.</summary>
    public async Task ForbidWritesAsync(string topic)
    {
        using IAdminClient admin = PlainClients.Admin(BootstrapServers);
        await admin.CreateAclsAsync([Access(topic, AclOperation.Write, AclPermissionType.Deny), Access(topic, AclOperation.Describe, AclPermissionType.Allow)]);
    }

    /// <summary>Takes back what <see cref="ForbidWritesAsync"/> forbade.</summary>
    public async Task AllowWritesAsync(string topic)
    {
        using IAdminClient admin = PlainClients.Admin(BootstrapServers);
        await admin.DeleteAclsAsync([Access(topic, AclOperation.Write, AclPermissionType.Deny).ToFilter(), Access(topic, AclOperation.Describe, AclPermissionType.Allow).ToFilter()]);
    }

    /// <summary>Lets the user "guest" of a guarded cluster use a topic and not read its settings.</summary>
    public async Task ForbidSettingsAsync(string topic)
    {
        using IAdminClient admin = PlainClients.Admin(BootstrapServers);
        await admin.CreateAclsAsync([Access(topic, AclOperation.DescribeConfigs, AclPermissionType.Deny), Access(topic, AclOperation.Describe, AclPermissionType.Allow), Access(topic, AclOperation.Write, AclPermissionType.Allow)]);
    }

    private static string Home()
    {
        string? home = Environment.GetEnvironmentVariable("KAFKA_HOME");
        Assert.SkipWhen(string.IsNullOrEmpty(home), "It needs a cluster of its own: set KAFKA_HOME to an Apache Kafka distribution.");
        BrokerProcess.CheckHome(home!);
        return home!;
    }

    private static AclBinding Access(string topic, AclOperation operation, AclPermissionType permission) => new()
    {
        Pattern = new ResourcePattern { Type = ResourceType.Topic, Name = topic, ResourcePatternType = ResourcePatternType.Literal },
        Entry = new AccessControlEntry { Principal = "User:guest", Host = "*", Operation = operation, PermissionType = permission },
    };

    private List<string> Lagging() =>
        [.. from topic in Ask() from partition in topic.Partitions where partition.InSyncReplicas.Length < partition.Replicas.Length || partition.Leader < 0 select $"{topic.Topic}/{partition.PartitionId}"];

    private List<TopicMetadata> Ask()
    {
        using IAdminClient admin = PlainClients.Admin(Awake);
        return admin.GetMetadata(StartDeadline).Topics;
    }

    private static string AddressOf(BrokerNode node) => $"127.0.0.1:{node.Port}";

    private Task AnswerAsync(string address) => BrokerAnswer.WaitAsync(
        address, StartDeadline, () => _brokers[0].EndOfLog(), isAlive: () => !Array.Exists(_brokers, broker => broker.HasExited));
}
