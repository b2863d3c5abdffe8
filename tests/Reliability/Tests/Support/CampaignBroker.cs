using Kafka.Dlq.Reliability.Brokers;
using Kafka.Dlq.Tests.Reliability.Support;

[assembly: AssemblyFixture(typeof(CampaignBroker))]

namespace Kafka.Dlq.Tests.Reliability.Support;

/// <summary>The broker of the short forms: the one that KAFKA_BOOTSTRAP_SERVERS names, or one that is started from KAFKA_HOME for this run.</summary>
public sealed class CampaignBroker : IAsyncLifetime
{
    private Cluster? _own;

    /// <summary>Where it answers; null where there is none.</summary>
    public string? BootstrapServers { get; private set; } = Setting("KAFKA_BOOTSTRAP_SERVERS");

    /// <summary>Whether it was started for this run, and so allows short sessions.</summary>
    public bool IsOwn => _own is not null;

    /// <summary>Whether brokers can be started.</summary>
    public bool CanStartMore { get; } = Setting("KAFKA_HOME") is not null;

    public async ValueTask InitializeAsync()
    {
        if (BootstrapServers is null && CanStartMore)
        {
            _own = await Cluster.StartAsync(brokers: 1);
            BootstrapServers = _own.BootstrapServers;
        }

        await Console.Out.WriteLineAsync($"Broker: {BootstrapServers ?? "none; campaigns are skipped (set KAFKA_BOOTSTRAP_SERVERS or KAFKA_HOME to run them)"}");
    }

    public ValueTask DisposeAsync() => _own?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static string? Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
