using System.Diagnostics;
using System.Reflection;

namespace Kafka.Dlq.DeadLetters;

/// <summary>The methods of the user's own code that an exception came through, by names that are the same in every process and on every machine.</summary>
internal static class UserFrames
{
    private const int Most = 3;

    // The most bytes of code of a method that .NET 10 inlines once it has profiled it (JitExtDefaultPolicyMaxILProf).
    private const int LargestInlined = 1_024;

    private static readonly string[] Own = ["Kafka.Dlq", "Kafka.Dlq.DeadLetters", "Kafka.Dlq.Routing", "Kafka.Dlq.Instrumentation"];
    private static readonly string[] Libraries = ["System", "Microsoft", "Confluent", "Polly", "netstandard", "mscorlib"];

    /// <summary>
    /// At most three, the innermost first. Methods that the runtime may inline are left out: whether they have a frame depends on how often they ran, and the same fault
    /// would have one name in a young process and another in an old one.
    /// </summary>
    public static IReadOnlyList<string> Of(Exception error) =>
        [.. Users(error).Where(IsNeverInlined).Take(Most).Select(NameOf)];

    /// <summary>The innermost of all, be it one that the runtime may inline: for what need not be the same in another process. Null where there is none.</summary>
    public static string? InnermostOf(Exception error) => Users(error).Select(NameOf).FirstOrDefault();

    /// <summary>The method as it is written: what the compiler makes of async methods, lambdas and local functions has numbers that change with code elsewhere in the class.</summary>
    internal static string NameOf(string type, string method)
    {
        string written = type.Contains('<', StringComparison.Ordinal) ? Between(type[type.IndexOf('<', StringComparison.Ordinal)..]) : "";
        string outer = type.Split('<')[0].TrimEnd('+');
        string own = method.StartsWith('<') ? Between(method) : method;
        return $"{outer}.{(written.Length > 0 ? written : own)}";
    }

    private static string NameOf(MethodBase method) => NameOf((method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericTypeDefinition() : method.DeclaringType).FullName ?? method.DeclaringType.Name, method.Name);

    private static string Between(string text) => text[1..Math.Max(1, text.IndexOf('>', StringComparison.Ordinal))];

    private static IEnumerable<MethodBase> Users(Exception error) =>
        new StackTrace(error, fNeedFileInfo: false).GetFrames().Select(frame => frame.GetMethod()).OfType<MethodBase>().Where(IsUsers);

    private static bool IsUsers(MethodBase method) =>
        method.DeclaringType?.Assembly.GetName().Name is { } assembly && !Own.Contains(assembly) && !Libraries.Contains(assembly.Split('.')[0]);

    private static bool IsNeverInlined(MethodBase method)
    {
        try
        {
            // .NET 10 inlines methods with finally, and none with catch; so an async method, which catches what it throws into its task, always has a frame.
            MethodImplAttributes flags = method.MethodImplementationFlags;
            return flags.HasFlag(MethodImplAttributes.NoInlining)
                || (method.GetMethodBody() is { } body
                    && (body.ExceptionHandlingClauses.Any(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause)
                        || (!flags.HasFlag(MethodImplAttributes.AggressiveInlining) && body.GetILAsByteArray()?.Length > LargestInlined)));
        }
        catch (Exception exception) when (exception is NotSupportedException or PlatformNotSupportedException or InvalidOperationException)
        {
            // Made at run time, or compiled ahead of time: nothing is known of it.
            return false;
        }
    }
}
