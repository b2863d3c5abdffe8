using Kafka.Dlq.Consuming;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Dlq.Processing;

/// <summary>Makes the consumer of a partition in a service scope of its own, and calls its life-cycle hooks, whose failures are reported and never retried.</summary>
internal sealed class ConsumerHolder(IServiceScopeFactory scopes, PartitionAssignment assignment, ConsumerContext context, KafkaMonitor monitor)
{
    private AsyncServiceScope? _scope;
    private IRecoveryStrategy? _strategy;
    private object? _ownStrategy;
    private int _isEnding;

    public BaseConsumer? Current { get; private set; }

    private DeadLetterQueueSettings? Queue => assignment.Topic.DeadLetterQueue;

    /// <summary>The consumer for the next batch: the same one while the partition is assigned, or a new one each time.</summary>
    /// <exception cref="Exception">It cannot be made; whatever its constructor or the container threw.</exception>
    public async Task<BaseConsumer> GetAsync(CancellationToken cancellationToken)
    {
        if (Current is not null && assignment.Topic.Route.ConsumerPersistence)
        {
            return Current;
        }

        await DropAsync();
        _scope = scopes.CreateAsyncScope();
        Current = (BaseConsumer)ActivatorUtilities.CreateInstance(_scope.Value.ServiceProvider, assignment.Topic.Route.ConsumerType!);
        Current.Attach(context);
        await CallAsync(ErrorType.Initialized, consumer => consumer.InitializedAsync(cancellationToken));
        return Current;
    }

    /// <summary>The topic's strategy, made at its first failure in the service scope of the consumer, with which it ends. Only where the topic has one.</summary>
    /// <exception cref="Exception">It cannot be made; whatever its constructor or the container threw.</exception>
    public IRecoveryStrategy GetStrategy() => Queue!.Strategy ?? (_strategy ??= MakeStrategy(_scope!.Value.ServiceProvider, Queue.StrategyType!));

    /// <summary>Whether the caller is the one to end the consumer: its last hook, of a revoke or of a stop, runs once.</summary>
    public bool TryBeginEnd() => Interlocked.Exchange(ref _isEnding, 1) == 0;

    public async Task RevokedAsync(CancellationToken cancellationToken)
    {
        if (await CallAsync(ErrorType.Revoked, consumer => consumer.RevokedAsync(cancellationToken)))
        {
            monitor.Publish(new ConsumerRevoked(assignment.Partition));
        }
    }

    public async Task ShutdownAsync(CancellationToken cancellationToken)
    {
        if (await CallAsync(ErrorType.Shutdown, consumer => consumer.ShutdownAsync(cancellationToken)))
        {
            monitor.Publish(new ConsumerShutdown(assignment.Partition));
        }
    }

    public async Task EofedAsync(long end, CancellationToken cancellationToken)
    {
        if (await CallAsync(ErrorType.Eofed, consumer => consumer.EofedAsync(cancellationToken)))
        {
            monitor.Publish(new ConsumerEofed(assignment.Partition, end));
        }
    }

    /// <summary>Ends the consumer and its scope.</summary>
    public async Task DropAsync()
    {
        AsyncServiceScope? scope = _scope;
        object? consumer = Current;
        object? strategy = _ownStrategy;
        _scope = null;
        Current = null;
        _strategy = null;
        _ownStrategy = null;
        try
        {
            // The container does not know the consumer, so what it holds on to is its own to let go; the same goes for a strategy that was not registered.
            await DisposeAsync(consumer);
            await DisposeAsync(strategy);
            await DisposeAsync(scope);
        }
        catch (Exception exception)
        {
            Report(ErrorType.Shutdown, exception);
        }
    }

    private IRecoveryStrategy MakeStrategy(IServiceProvider services, Type type)
    {
        if (services.GetService(type) is IRecoveryStrategy registered)
        {
            return registered;
        }

        IRecoveryStrategy made = (IRecoveryStrategy)ActivatorUtilities.CreateInstance(services, type);
        _ownStrategy = made;
        return made;
    }

    private static async ValueTask DisposeAsync(object? disposable)
    {
        if (disposable is IAsyncDisposable asynchronous)
        {
            await asynchronous.DisposeAsync();
        }
        else
        {
            (disposable as IDisposable)?.Dispose();
        }
    }

    private async Task<bool> CallAsync(ErrorType type, Func<BaseConsumer, Task> hook)
    {
        if (Current is null)
        {
            return false;
        }

        try
        {
            await hook(Current);
            return true;
        }
        catch (Exception exception)
        {
            // A hook is the user's code, and whatever it throws must neither end the worker nor stop the others from ending in order.
            Report(type, exception);
            return false;
        }
    }

    private void Report(ErrorType type, Exception exception) =>
        monitor.Publish(new ErrorOccurred(type, exception) { Topic = assignment.Partition.Topic, Partition = assignment.Partition.Partition });
}
