using Kafka.Dlq.Instrumentation;
using System.Collections.Immutable;
using System.Reflection;

namespace Kafka.Dlq.DeadLetters;

/// <summary>The exceptions after which a message is never dispatched and the host is asked to stop. Immutable.</summary>
/// <remarks>
/// A type includes its descendants. <see cref="AggregateException"/> and <see cref="TargetInvocationException"/> are looked through, as they
/// only carry what was thrown; other exceptions are judged by themselves and not by their causes, because who wraps an exception has handled it.
/// </remarks>
public sealed class CriticalErrors
{
    private readonly ImmutableArray<Type> _types;

    /// <summary>Makes a list of exception types that replaces the default one.</summary>
    /// <param name="types">Types of exceptions; none makes no exception critical.</param>
    /// <exception cref="ArgumentException">One of the types is not an exception.</exception>
    public CriticalErrors(IEnumerable<Type> types)
    {
        ArgumentNullException.ThrowIfNull(types);
        _types = [.. types];
        foreach (Type type in _types.Where(type => !typeof(Exception).IsAssignableFrom(type)))
        {
            throw new ArgumentException($"{type?.FullName ?? "null"} is not an exception, so it cannot be critical; expected a type derived from System.Exception.", nameof(types));
        }
    }

    /// <summary><see cref="OutOfMemoryException"/>, <see cref="InsufficientExecutionStackException"/> and <see cref="CriticalConsumerException"/>.</summary>
    public static CriticalErrors Default { get; } = new([typeof(OutOfMemoryException), typeof(InsufficientExecutionStackException), typeof(CriticalConsumerException)]);

    /// <summary>The types in this list.</summary>
    public IReadOnlyList<Type> Types => _types;

    /// <summary>A list that holds one more type.</summary>
    /// <typeparam name="TException">The type that is critical too.</typeparam>
    public CriticalErrors Add<TException>()
        where TException : Exception => new(_types.Add(typeof(TException)));

    /// <summary>Whether the exception is critical.</summary>
    /// <param name="error">What a run threw.</param>
    public bool Contains(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return _types.Any(type => type.IsInstanceOfType(error)) || Wrapped.In(error).Any(Contains);
    }
}
