using System.Reflection;

namespace Kafka.Dlq.Instrumentation;

/// <summary>
/// Looks through exceptions that only carry what was thrown: <see cref="AggregateException"/> of tasks and <see cref="TargetInvocationException"/> of
/// reflection. Letters, log lines, metrics and the list of critical exceptions all look through here, so that they name one error alike. Pure.
/// </summary>
public static class Wrapped
{
    /// <summary>What a mere carrier carries; empty for every other exception.</summary>
    /// <param name="error">An exception.</param>
    public static IReadOnlyList<Exception> In(Exception error) => error switch
    {
        AggregateException aggregate => aggregate.InnerExceptions,
        TargetInvocationException { InnerException: { } inner } => [inner],
        _ => [],
    };

    /// <summary>The first exception that is not a mere carrier.</summary>
    /// <param name="error">An exception.</param>
    public static Exception First(Exception error)
    {
        while (In(error) is [Exception inner, ..])
        {
            error = inner;
        }

        return error;
    }

    /// <summary>What was carried besides <see cref="First"/>, where several exceptions were thrown at the same time.</summary>
    /// <param name="error">An exception.</param>
    public static IEnumerable<Exception> Others(Exception error)
    {
        for (IReadOnlyList<Exception> carried = In(error); carried.Count > 0; carried = In(carried[0]))
        {
            foreach (Exception other in carried.Skip(1))
            {
                yield return other;
            }
        }
    }

    /// <summary>The full name of the type of what was thrown.</summary>
    /// <param name="error">An exception.</param>
    public static string TypeOf(Exception error)
    {
        Type type = First(error).GetType();
        return type.FullName ?? type.Name;
    }
}
