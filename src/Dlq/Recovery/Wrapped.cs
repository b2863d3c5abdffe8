using System.Reflection;

namespace Kafka.Dlq.DeadLetters;

/// <summary>Looks through exceptions that only carry what was thrown.</summary>
internal static class Wrapped
{
    /// <summary>What a mere carrier carries; empty for every other exception.</summary>
    public static IReadOnlyList<Exception> In(Exception error) => error switch
    {
        AggregateException aggregate => aggregate.InnerExceptions,
        TargetInvocationException { InnerException: { } inner } => [inner],
        _ => [],
    };

    /// <summary>The first exception that is not a mere carrier.</summary>
    public static Exception First(Exception error)
    {
        while (In(error) is [Exception inner, ..])
        {
            error = inner;
        }

        return error;
    }

    /// <summary>What was carried besides <see cref="First"/>, where several exceptions were thrown at the same time.</summary>
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
}
