using Kafka.Dlq.Instrumentation;
using System.Security.Cryptography;
using System.Text;

namespace Kafka.Dlq.DeadLetters;

/// <summary>A short name of a fault, equal for all messages that meet it: so letters can be counted and sorted by what is wrong.</summary>
/// <remarks>
/// Made of the types of what was thrown and of its causes (to depth 5), its message without numbers and ids, and the innermost three methods of the user's code. The same in every
/// process and on every machine that runs the same code in the same culture; lines, paths and library versions have no part in it. Methods that the runtime may inline (100 bytes
/// of code or less, no handlers) have none either, as their frames come and go with the heat of the code. Safe from any thread.
/// </remarks>
public static class ErrorFingerprint
{
    private const int DeepestCause = 5;

    /// <summary>The fingerprint: 16 hexadecimal digits in lower case.</summary>
    /// <param name="error">What was thrown; carriers such as <see cref="AggregateException"/> are looked through.</param>
    public static string Of(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        Exception thrown = Wrapped.First(error);
        StringBuilder parts = new();
        Exception? cause = thrown;
        for (int depth = 0; depth <= DeepestCause && cause is not null; depth++, cause = cause.InnerException)
        {
            parts.Append(cause.GetType().FullName).Append('\n');
        }

        parts.Append(MessageTemplate.Of(ErrorText.OwnMessageOf(thrown))).Append('\n').AppendJoin('\n', UserFrames.Of(thrown));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parts.ToString())).AsSpan(0, 8));
    }
}
