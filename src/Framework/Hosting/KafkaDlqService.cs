using Kafka.Dlq.Instrumentation;
using Confluent.Kafka;
using Kafka.Dlq.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kafka.Dlq.Hosting;

/// <summary>Starts the engine with the host and stops it with the host.</summary>
internal sealed class KafkaDlqService(
    KafkaDlqBuilder builder,
    IOptions<KafkaDlqOptions> options,
    KafkaMonitor monitor,
    KafkaMeters meters,
    IServiceScopeFactory scopes,
    TimeProvider time,
    ILoggerFactory loggers,
    IHostApplicationLifetime lifetime) : IHostedService, IAsyncDisposable
{
    private readonly MonitorLogger _log = new(monitor, loggers);
    private int _stopped;

    /// <summary>The engine, once it was put together.</summary>
    public KafkaEngine? Engine { get; private set; }

    /// <summary>Why the engine does not run, while it does not.</summary>
    public string NotStarted { get; private set; } = "Kafka.Dlq has not started.";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        RouteTable routes = StartupCheck.Run(builder, options.Value);
        Engine = new EngineFactory(scopes, monitor, meters, time, loggers).Create(routes, options.Value, StopHost);
        meters.Observe(Engine.Measure);
        Engine.Start();
        monitor.Publish(new AppRunning());
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Engine is null || Interlocked.Exchange(ref _stopped, 1) == 1)
        {
            return;
        }

        monitor.Publish(new AppStopping());
        await Engine.StopAsync(cancellationToken);
        monitor.Publish(new AppStopped());
    }

    public async ValueTask DisposeAsync()
    {
        if (Engine is not null)
        {
            await StopAsync(new CancellationToken(canceled: true));
            await Engine.DisposeAsync();
        }

        _log.Dispose();
    }

    private void StopHost(TopicPartition partition, Exception error)
    {
        HostLog.Critical(loggers.CreateLogger("Kafka.Dlq"), partition.Topic, partition.Partition.Value, error);
        Environment.ExitCode = Environment.ExitCode == 0 ? 1 : Environment.ExitCode;
        lifetime.StopApplication();
    }
}
