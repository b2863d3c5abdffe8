using Kafka.Dlq.Instrumentation;
using System.Text;

namespace Kafka.Dlq.DeadLetters;

/// <summary>Puts an exception into words for a letter's headers. Exceptions are written by users, so nothing that they throw gets out.</summary>
internal static class ErrorText
{
    private const int DeepestCause = 5;

    /// <summary>The message of what was thrown, a line for each of its causes to depth 5, and a line for each other exception thrown at the same time.</summary>
    public static string MessageOf(Exception error)
    {
        Exception thrown = Wrapped.First(error);
        StringBuilder text = new(Guarded(() => thrown.Message));
        Exception? cause = thrown.InnerException;
        for (int depth = 1; depth <= DeepestCause && cause is not null; depth++, cause = cause.InnerException)
        {
            AddLine(text, "caused by", cause);
        }

        foreach (Exception other in Wrapped.Others(error).Take(DeepestCause))
        {
            AddLine(text, "together with", other);
        }

        return text.ToString();
    }

    /// <summary>The message of one exception alone.</summary>
    public static string OwnMessageOf(Exception error) => Guarded(() => error.Message);

    /// <summary>The stack trace, or null for an exception that was never thrown.</summary>
    public static string? StackTraceOf(Exception error, StackTraceTexts texts)
    {
        try
        {
            return texts.Of(Wrapped.First(error));
        }
        catch (Exception exception)
        {
            return Unreadable(exception);
        }
    }

    /// <summary>What the user's redaction makes of a text.</summary>
    public static string Redacted(string text, Func<string, string>? redact)
    {
        try
        {
            return redact is null ? text : redact(text) ?? "";
        }
        catch (Exception exception)
        {
            // The text may hold what must not leave this machine, so it is left out rather than written as it is; the letter matters more than its text.
            return $"(left out: Redact threw {exception.GetType().FullName})";
        }
    }

    private static void AddLine(StringBuilder text, string relation, Exception error) =>
        text.Append('\n').Append(relation).Append(' ').Append(error.GetType().FullName).Append(": ").Append(Guarded(() => error.Message));

    private static string Guarded(Func<string?> read)
    {
        try
        {
            return read() ?? "";
        }
        catch (Exception exception)
        {
            // An exception type of the user's whose own text throws must not cost its message the letter.
            return Unreadable(exception);
        }
    }

    private static string Unreadable(Exception exception) => $"(unreadable: it threw {exception.GetType().FullName})";
}
