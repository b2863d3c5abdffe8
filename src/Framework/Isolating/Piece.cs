using Kafka.Dlq.Processing;

namespace Kafka.Dlq.Isolating;

/// <summary>A stretch of a failed batch that is run by itself.</summary>
/// <param name="Messages">The messages, in order.</param>
/// <param name="Attempt">The number of its coming run, where its messages have used up their retries already; null where they are counted as ever.</param>
/// <param name="FirstFailedAt">When the run failed first that the stretch comes from.</param>
internal sealed record Piece(ArraySegment<Message> Messages, int? Attempt = null, DateTimeOffset FirstFailedAt = default)
{
    /// <summary>Whether the piece behind it is the other half, which holds the culprit if this one does not.</summary>
    public bool IsFirstHalf { get; init; }

    /// <summary>How it ended, where the run that it is of told that already: it is not run then. Null for one that is to be run.</summary>
    public RunOutcome? Known { get; init; }

    /// <summary>What to mark when it is passed, where the consumer asked for that and offsets are its own business; null for nothing.</summary>
    public long? Marked { get; init; }
}
