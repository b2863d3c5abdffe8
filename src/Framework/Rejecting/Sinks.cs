using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Dlq.Rejecting;

/// <summary>The sinks of a host with their collectors: those that its routes use.</summary>
internal sealed class Sinks : IAsyncDisposable
{
    private readonly Dictionary<string, SinkCollector> _collectors = new(StringComparer.Ordinal);
    private readonly List<IDeadLetterSink> _own = [];

    public IReadOnlyCollection<SinkCollector> All => _collectors.Values;

    /// <summary>The collector of a sink. Only for names that were opened.</summary>
    public SinkCollector Of(string name) => _collectors[name];

    /// <summary>Makes sinks. Those made before one that fails stay open until this is disposed.</summary>
    /// <exception cref="InvalidOperationException">A sink cannot be made; whatever its factory or the container threw is inside.</exception>
    public void Open(IEnumerable<SinkDeclaration> declared, SinkContext context, KafkaMonitor monitor)
    {
        foreach (SinkDeclaration declaration in declared)
        {
            _collectors.Add(declaration.Name, new SinkCollector(declaration.Name, Make(declaration, context), declaration.Options, monitor, context.Time));
        }
    }

    /// <summary>Lets go of the sinks that were made here; those of the container are the container's.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (IDeadLetterSink sink in _own)
        {
            if (sink is IAsyncDisposable asynchronous)
            {
                await asynchronous.DisposeAsync();
            }
            else
            {
                (sink as IDisposable)?.Dispose();
            }
        }

        _own.Clear();
    }

    private IDeadLetterSink Make(SinkDeclaration declaration, SinkContext context)
    {
        try
        {
            if (declaration.Make is null)
            {
                return context.Services.GetRequiredKeyedService<IDeadLetterSink>(declaration.Name);
            }

            IDeadLetterSink made = declaration.Make(context) ?? throw new InvalidOperationException("the function gave null");
            _own.Add(made);
            return made;
        }
        catch (Exception exception)
        {
            // The user's code, or a directory or a cluster that cannot be used: whoever starts the host must learn which sink it was.
            throw new InvalidOperationException($"Sink '{declaration.Name}' cannot be made: {exception.Message}", exception);
        }
    }
}
