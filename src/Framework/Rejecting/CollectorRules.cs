namespace Kafka.Dlq.Rejecting;

/// <summary>When a collector hands over what it has. Pure.</summary>
internal static class CollectorRules
{
    /// <summary>How long to wait; zero to hand over now, null while there is nothing.</summary>
    /// <param name="options">The collector's options.</param>
    /// <param name="count">How many records wait.</param>
    /// <param name="bytes">How many bytes they have.</param>
    /// <param name="oldest">How long the oldest has waited.</param>
    /// <param name="isFlushing">Whether nothing shall wait any more.</param>
    public static TimeSpan? WaitFor(SinkOptions options, int count, long bytes, TimeSpan oldest, bool isFlushing)
    {
        if (count == 0)
        {
            return null;
        }

        return isFlushing || count >= options.Size || bytes >= options.MaxBytes || oldest >= options.Wait ? TimeSpan.Zero : options.Wait - oldest;
    }

    /// <summary>Whether there is room for a run to begin that may reject more.</summary>
    public static bool HasRoom(SinkOptions options, int count, long bytes) => count < options.MaxEntries && bytes < options.MaxBytes;
}
