using Confluent.Kafka;
using Kafka.Dlq.Instrumentation;
using Kafka.Dlq.Provisioning;
using Kafka.Dlq.Publishing;
using Kafka.Dlq.Routing;
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
    IServiceProvider services,
    TimeProvider time,
    ILoggerFactory loggers,
    IHostApplicationLifetime lifetime) : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly MonitorLogger _log = new(monitor, loggers);
    private readonly ILogger _logger = loggers.CreateLogger(KafkaDlqTelemetry.LogCategory);
    private readonly CancellationTokenSource _stopping = new();
    private Task _starting = Task.CompletedTask;
    private Task _advice = Task.CompletedTask;
    private int _stopped;

    /// <summary>The engine, once its topics are as they should be and it polls.</summary>
    public KafkaEngine? Running { get; private set; }

    /// <summary>Why the engine does not run, while it does not.</summary>
    public string NotRunning { get; private set; } = "Kafka.Dlq has not started.";

    /// <summary>The checked routes, from the start on.</summary>
    public RouteTable? Routes { get; private set; }

    /// <summary>Writes records, from the start on, also while the brokers are not there.</summary>
    public RecordPublisher? Publisher => Engine?.Publisher;

    private KafkaEngine? Engine { get; set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        RouteTable routes = StartupCheck.Run(builder, options.Value);
        Routes = routes;
        Engine = await new EngineFactory(services, builder.Sinks, monitor, meters, time, loggers).CreateAsync(routes, options.Value, StopHost);
        TopicSetup topics = new(routes, options.Value, time, loggers) { Sinks = builder.Sinks };
        if (!await TryRunAsync(topics, Engine, cancellationToken))
        {
            // A host that waited here would answer no health check, so nobody could see why it does not start.
            _starting = KeepTryingAsync(topics, Engine);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Engine is null || Interlocked.Exchange(ref _stopped, 1) == 1)
        {
            return;
        }

        monitor.Publish(new AppStopping());
        await _stopping.CancelAsync();
        await _starting;
        await Engine.StopAsync(cancellationToken);
        await _advice;
        monitor.Publish(new AppStopped());
    }

    public async ValueTask DisposeAsync()
    {
        if (Engine is not null)
        {
            await StopAsync(new CancellationToken(canceled: true));
            await Engine.DisposeAsync();
        }

        _stopping.Dispose();
        _log.Dispose();
    }

    private async Task<bool> TryRunAsync(TopicSetup topics, KafkaEngine engine, CancellationToken cancellationToken)
    {
        try
        {
            await topics.RunAsync(options.Value.Topics, cancellationToken);
        }
        catch (BrokerUnreachableException exception)
        {
            NotRunning = $"Kafka.Dlq waits for its brokers: {exception.Message}";
            monitor.Publish(new ErrorOccurred(ErrorType.Poll, exception));
            return false;
        }

        meters.Observe(engine.Measure);
        meters.ObserveSpools(engine.MeasureSpools);
        engine.Start();
        Running = engine;
        monitor.Publish(new AppRunning());

        // Beside the start: a broker that does not answer the question must not keep consumers from theirs.
        _advice = topics.AdviseAsync(monitor, options.Value.Topics, _stopping.Token);
        return true;
    }

    private async Task KeepTryingAsync(TopicSetup topics, KafkaEngine engine)
    {
        try
        {
            do
            {
                await Task.Delay(Patience, time, _stopping.Token);
            }
            while (!await TryRunAsync(topics, engine, _stopping.Token));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Stopped before the brokers came.
        }
        catch (Exception exception)
        {
            // Nobody awaits this start any more; so what would have failed it stops the host instead.
            NotRunning = $"Kafka.Dlq could not start: {exception.Message}";
            HostLog.StartFailed(_logger, exception);
            StopWithFailure();
        }
    }

    private void StopHost(TopicPartition partition, Exception error)
    {
        HostLog.Critical(_logger, partition.Topic, partition.Partition.Value, error);
        StopWithFailure();
    }

    private void StopWithFailure()
    {
        Environment.ExitCode = Environment.ExitCode == 0 ? 1 : Environment.ExitCode;
        lifetime.StopApplication();
    }
}
