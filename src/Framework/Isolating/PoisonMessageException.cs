namespace Kafka.Dlq;

/// <summary>
/// Thrown by a batch consumer to name the message that failed its run. The run is retried as ever; when its retries are used up, what stands before the culprit is handled first, then the
/// culprit is run alone, and given up if it fails; then the rest follows. Works with and without <c>Isolate</c>.
/// </summary>
/// <remarks>
/// Rules, strategies and letters see the inner exception where there is one. A message that is not in the run, or that was marked, names nobody: the first unmarked message stands for the run then.
/// Unlike <c>DispatchToDlq</c>, which gives a message up at once, it leaves that to the retries and the queue.
/// Where several messages of a run fail, or the others are handled all the same, call <see cref="BaseConsumer.Fail"/> instead.
/// </remarks>
/// <example><code>catch (FormatException exception) { throw new PoisonMessageException(message, exception); }</code></example>
public sealed class PoisonMessageException : Exception
{
    /// <summary>Names a culprit.</summary>
    /// <param name="culprit">A message of the run.</param>
    /// <param name="innerException">What went wrong with it, or null.</param>
    public PoisonMessageException(Message culprit, Exception? innerException = null)
        : base($"{culprit} failed its run{(innerException is null ? "." : $": {innerException.Message}")}", innerException)
    {
        ArgumentNullException.ThrowIfNull(culprit);
        Culprit = culprit;
    }

    /// <summary>The message that is named.</summary>
    public Message Culprit { get; }
}
