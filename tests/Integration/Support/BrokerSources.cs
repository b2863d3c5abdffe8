namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>Picks the broker of a run: the first of <see cref="BrokerKind"/> that is there.</summary>
internal static class BrokerSources
{
    public static async Task<IBrokerSource> FindAsync()
    {
        if (Setting("KAFKA_BOOTSTRAP_SERVERS") is { } servers)
        {
            return await RunningBroker.FindAsync(servers);
        }

        if (Setting("KAFKA_HOME") is { } home)
        {
            return await DistributionBroker.StartAsync(home);
        }

        return await StartContainerAsync() ?? new EmbeddedBroker();
    }

    private static string? Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

#if TESTCONTAINERS
    private static Task<IBrokerSource?> StartContainerAsync() => ContainerBroker.TryStartAsync();
#else
    private static Task<IBrokerSource?> StartContainerAsync() => Task.FromResult<IBrokerSource?>(null);
#endif
}
