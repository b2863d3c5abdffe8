namespace Kafka.Dlq.DeadLetters;

/// <summary>An exception and what caused it. Pure.</summary>
internal static class Causes
{
    // Deeper than any real chain; types with inner exceptions of their own making could form a ring.
    private const int Deepest = 32;

    /// <summary>The exception, then its causes, each before those of its own.</summary>
    public static IEnumerable<Exception> Of(Exception error) => Of(error, Deepest);

    private static IEnumerable<Exception> Of(Exception error, int depth)
    {
        yield return error;
        if (depth > 0)
        {
            IEnumerable<Exception> inner = error is AggregateException several ? several.InnerExceptions : error.InnerException is { } cause ? [cause] : [];
            foreach (Exception found in inner.SelectMany(cause => Of(cause, depth - 1)))
            {
                yield return found;
            }
        }
    }
}
