using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.Tests.Unit.Instrumentation.Logging;

/// <summary>Keeps what is logged at a level or above.</summary>
internal sealed class CollectingLogger(LogLevel least) : ILoggerFactory, ILogger
{
    public List<string> Categories { get; } = [];

    public List<Line> Lines { get; } = [];

    public ILogger CreateLogger(string categoryName)
    {
        Categories.Add(categoryName);
        return this;
    }

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Dictionary<string, object?> values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? new(pairs, StringComparer.Ordinal) : [];
        Lines.Add(new Line(logLevel, eventId.Id, formatter(state, exception), values, exception));
    }

    public void Dispose()
    {
        // Nothing is held.
    }

    internal sealed record Line(LogLevel Level, int Id, string Text, IReadOnlyDictionary<string, object?> Values, Exception? Error);
}
