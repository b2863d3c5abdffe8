using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using System.Collections.Concurrent;

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>One host of a scenario, a member of its group, with what it told.</summary>
public sealed class Member
{
    private readonly ConcurrentQueue<KafkaEvent> _events = new();
    private readonly IHost _host;
    private readonly Lazy<Task> _end;
    private Task _running = Task.CompletedTask;

    internal Member(IHost host)
    {
        _host = host;
        _end = new Lazy<Task>(DisposeAsync);
        KafkaMonitor monitor = host.Services.GetRequiredService<KafkaMonitor>();
        monitor.Subscribe<KafkaEvent>(_events.Enqueue);
    }

    public IServiceProvider Services => _host.Services;

    /// <summary>Whether the host has stopped, asked or by itself.</summary>
    public bool HasStopped => _running.IsCompleted;

    /// <summary>The partitions it owns now, in their order.</summary>
    public IReadOnlyList<TopicPartition> Partitions
    {
        get
        {
            HashSet<TopicPartition> owned = [];
            foreach (KafkaEvent occurred in _events)
            {
                owned.UnionWith((occurred as PartitionsAssigned)?.Partitions ?? []);
                owned.ExceptWith((occurred as PartitionsRevoked)?.Partitions ?? []);
                owned.ExceptWith((occurred as PartitionsLost)?.Partitions ?? []);
            }

            return [.. owned.OrderBy(partition => partition.Topic, StringComparer.Ordinal).ThenBy(partition => partition.Partition.Value)];
        }
    }

    /// <summary>Its events so far, in their order.</summary>
    public IReadOnlyList<TEvent> EventsOf<TEvent>()
        where TEvent : KafkaEvent => [.. _events.OfType<TEvent>()];

    /// <summary>What its health check says now.</summary>
    public Task<HealthReport> HealthAsync() => Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);

    /// <summary>Stops this member in order; the others of the scenario go on.</summary>
    public Task StopAsync() => _end.Value;

    /// <summary>Asks the host to stop, and does not wait.</summary>
    internal void AskToStop()
    {
        if (!_end.IsValueCreated)
        {
            Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        }
    }

    internal async Task StartAsync()
    {
        await _host.StartAsync(TestContext.Current.CancellationToken);
        _running = _host.WaitForShutdownAsync(CancellationToken.None);
    }

    private async Task DisposeAsync()
    {
        Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await _running;
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
