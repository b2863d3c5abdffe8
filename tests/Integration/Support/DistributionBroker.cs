namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>A broker of its own for this run, started from an Apache Kafka distribution on free loopback ports, with its data in a temporary folder.</summary>
internal sealed class DistributionBroker : IBrokerSource
{
    private const int Tries = 3;
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private readonly BrokerProcess _process;
    private readonly string _home;

    private DistributionBroker(string home)
    {
        int[] ports = Ports.Free(2);
        _home = home;
        BootstrapServers = $"127.0.0.1:{ports[0]}";
        _process = new BrokerProcess(home, data => BrokerProperties.Text(new BrokerNode(1, ports[0], ports[1]), data));
        _process.Launch();
    }

    public BrokerKind Kind => BrokerKind.Distribution;

    public string BootstrapServers { get; }

    public string Description => $"started from {_home} (KAFKA_HOME) at {BootstrapServers}";

    public static async Task<IBrokerSource> StartAsync(string home)
    {
        BrokerProcess.CheckHome(home);
        for (int left = Tries - 1; ; left--)
        {
            DistributionBroker broker = new(home);
            try
            {
                await BrokerAnswer.WaitAsync(broker.BootstrapServers, StartDeadline, broker._process.EndOfLog, isAlive: () => !broker._process.HasExited);
                return broker;
            }
            catch (InvalidOperationException) when (left > 0)
            {
                // Another process may have taken a port between our choice and the broker's bind: choose again.
                await broker.DisposeAsync();
            }
            catch (Exception)
            {
                await broker.DisposeAsync();
                throw;
            }
        }
    }

    public Task CreateTopicAsync(string name, int partitions, IReadOnlyDictionary<string, string> settings) =>
        Topics.CreateAsync(BootstrapServers, name, partitions, settings);

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
