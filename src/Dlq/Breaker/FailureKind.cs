using Kafka.Dlq.Instrumentation;

namespace Kafka.Dlq.DeadLetters;

/// <summary>Names what failures have in common that have one cause: the error's type and the method of the user's code in which it came up, both as the fingerprint of letters sees them.</summary>
/// <remarks>
/// Not the fingerprint itself: that tells texts apart, of which an outage may have many, and leaves out methods that the runtime may inline, which a name that lives in one process for some seconds need not.
/// </remarks>
public static class FailureKind
{
    /// <summary>The name, equal for failures of one type and place.</summary>
    /// <param name="error">What a run threw.</param>
    public static string Of(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        Exception first = Wrapped.First(error);
        return UserFrames.InnermostOf(first) is { } place ? $"{Wrapped.TypeOf(first)} in {place}" : Wrapped.TypeOf(first);
    }
}
