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

    private OwnCluster(string home, int brokers)
    {
        int[] ports = Ports.Free(brokers * 2);
        _nodes = [.. Enumerable.Range(0, brokers).Select(index => new BrokerNode(index + 1, ports[2 * index], ports[(2 * index) + 1]))];
        _brokers = [.. _nodes.Select(node => new BrokerProcess(home, data => BrokerProperties.Text(node, data, _nodes)))];
    }

    /// <summary>Where the brokers answer once they run.</summary>
    public string BootstrapServers => string.Join(',', _nodes.Select(AddressOf));

    /// <summary>A cluster that does not run yet. Skips the test where KAFKA_HOME is not set.</summary>
    public static OwnCluster Prepare(int brokers = 1)
    {
        string? home = Environment.GetEnvironmentVariable("KAFKA_HOME");
        Assert.SkipWhen(string.IsNullOrEmpty(home), "It needs a cluster of its own: set KAFKA_HOME to an Apache Kafka distribution.");
        BrokerProcess.CheckHome(home!);
        return new OwnCluster(home!, brokers);
    }

    /// <summary>Starts all brokers and waits until they serve.</summary>
    public Task StartAsync()
    {
        foreach (BrokerProcess broker in _brokers)
        {
            broker.Launch();
        }

        return AnswerAsync(BootstrapServers);
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
    public void Kill(int id) => _brokers[id - 1].Kill();

    /// <summary>Starts a killed broker again on its data and waits until it serves.</summary>
    public Task ReviveAsync(int id)
    {
        _brokers[id - 1].Launch();
        return AnswerAsync(AddressOf(_nodes[id - 1]));
    }

    /// <summary>Has a broker stand still: its connections stay open and nothing comes.</summary>
    public Task FreezeAsync(int id) => _brokers[id - 1].SignalAsync("STOP");

    /// <summary>Lets a frozen broker go on.</summary>
    public Task ThawAsync(int id) => _brokers[id - 1].SignalAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        foreach (BrokerProcess broker in _brokers)
        {
            await broker.DisposeAsync();
        }
    }

    private static string AddressOf(BrokerNode node) => $"127.0.0.1:{node.Port}";

    private Task AnswerAsync(string address) => BrokerAnswer.WaitAsync(
        address, StartDeadline, () => _brokers[0].EndOfLog(), isAlive: () => !Array.Exists(_brokers, broker => broker.HasExited));
}
