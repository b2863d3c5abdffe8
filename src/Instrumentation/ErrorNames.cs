using System.Reflection;

namespace Kafka.Dlq.Instrumentation;

/// <summary>How an exception is named to people and to instruments.</summary>
internal static class ErrorNames
{
    /// <summary>What was thrown, without the wrappers of tasks and of reflection, which would hide it.</summary>
    public static Exception Unwrap(Exception error) => error switch
    {
        AggregateException { InnerExceptions: [Exception only] } => Unwrap(only),
        TargetInvocationException { InnerException: { } inner } => Unwrap(inner),
        _ => error,
    };

    /// <summary>The full name of the type of what was thrown.</summary>
    public static string TypeOf(Exception error)
    {
        Type type = Unwrap(error).GetType();
        return type.FullName ?? type.Name;
    }
}
