using Kafka.Dlq.Instrumentation;
using System.Diagnostics;

namespace Kafka.Dlq.DeadLetters;

/// <summary>Names what failures have in common that have one cause: the error's type and the method of the user's code in which it came up.</summary>
public static class FailureKind
{
    private static readonly string[] NotTheUsers = ["System.", "Microsoft.", "Confluent.Kafka", "Kafka.Dlq.Processing", "Kafka.Dlq.Consuming"];

    /// <summary>The name, equal for failures of one type and place.</summary>
    /// <param name="error">What a run threw.</param>
    public static string Of(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        Exception first = Wrapped.First(error);
        foreach (StackFrame frame in new StackTrace(first, fNeedFileInfo: false).GetFrames())
        {
            if (frame.GetMethod() is { DeclaringType.FullName: { } type } method && !IsFramework(type))
            {
                return $"{Wrapped.TypeOf(first)} in {type}.{method.Name}";
            }
        }

        return Wrapped.TypeOf(first);
    }

    private static bool IsFramework(string type) => Array.Exists(NotTheUsers, prefix => type.StartsWith(prefix, StringComparison.Ordinal));
}
