using Kafka.Dlq.Processing;

namespace Kafka.Dlq.Isolating;

/// <summary>
/// In which pieces the rest of a failed batch is run. From left to right, so that marks, letters and commits keep the order of the partition, and what is done is done: after a crash the
/// rest is an ordinary batch again. Pure; belongs to the worker.
/// </summary>
internal sealed class BatchPlan
{
    private readonly Stack<Piece> _open = [];

    /// <summary>Forgets the plan: another batch begins, or its order was left.</summary>
    public void Clear() => _open.Clear();

    /// <summary>What is run next of these messages; null for all of them.</summary>
    /// <param name="rest">The rest of the batch. Where the partition went on before the next piece, the plan is forgotten; what it passed is taken off.</param>
    public Piece? Next(ArraySegment<Message> rest)
    {
        long from = rest[0].Offset.Value;
        while (_open.TryPop(out Piece? piece))
        {
            int passed = 0;
            while (passed < piece.Messages.Count && piece.Messages[passed].Offset.Value < from)
            {
                passed++;
            }

            if (passed == piece.Messages.Count)
            {
                continue;
            }

            Piece left = passed == 0 ? piece : piece with { Messages = piece.Messages[passed..] };
            if (left.Messages[0].Offset.Value != from)
            {
                Clear();
                return null;
            }

            _open.Push(left);
            return left;
        }

        return null;
    }

    /// <summary>The next piece was run well.</summary>
    public void Passed()
    {
        if (_open.Pop().IsFirstHalf && _open.Peek() is { Messages.Count: > 1, Attempt: { } attempt } other)
        {
            // The whole of both failed and this half did not, so the culprit is in the other: to run that as a whole would only tell what is known.
            _open.Pop();
            Halve(other.Messages, attempt, other.FirstFailedAt);
        }
    }

    /// <summary>The next piece is run again as it is.</summary>
    public void Again()
    {
        Piece piece = _open.Pop();
        _open.Push(piece with { Attempt = piece.Attempt + 1, IsFirstHalf = false });
    }

    /// <summary>A run failed with these messages open: they are run in halves.</summary>
    /// <param name="open">More than one.</param>
    /// <param name="attempt">The number of the run that failed.</param>
    /// <param name="firstFailedAt">When its streak began.</param>
    public void Bisect(ArraySegment<Message> open, int attempt, DateTimeOffset firstFailedAt)
    {
        _open.TryPop(out _);
        Halve(open, attempt + 1, firstFailedAt);
    }

    /// <summary>A run failed with these messages open: each is run alone.</summary>
    /// <inheritdoc cref="Bisect" />
    public void Separate(ArraySegment<Message> open, int attempt, DateTimeOffset firstFailedAt)
    {
        _open.TryPop(out _);
        for (int index = open.Count - 1; index >= 0; index--)
        {
            _open.Push(new Piece(open.Slice(index, 1), attempt + 1, firstFailedAt));
        }
    }

    /// <summary>A run failed because of one of its open messages: what stands before it is run first, then it alone, then the rest.</summary>
    /// <param name="open">The open messages.</param>
    /// <param name="culprit">Its index among them.</param>
    /// <param name="attempt">The number of the run that failed.</param>
    /// <param name="firstFailedAt">When its streak began.</param>
    public void Single(ArraySegment<Message> open, int culprit, int attempt, DateTimeOffset firstFailedAt)
    {
        _open.TryPop(out _);
        Push(open[(culprit + 1)..]);
        _open.Push(new Piece(open.Slice(culprit, 1), attempt + 1, firstFailedAt));
        Push(open[..culprit]);
    }

    /// <summary>A run ended, and of its open messages it is known which ones failed: each is decided on by itself, and what lies between them is passed.</summary>
    /// <param name="open">The open messages.</param>
    /// <param name="named">Those that failed.</param>
    /// <param name="attempt">The number of the run.</param>
    /// <param name="failedAt">When it ended.</param>
    public void Settle(ArraySegment<Message> open, FailedMessages named, int attempt, DateTimeOffset failedAt)
    {
        _open.TryPop(out _);
        int end = open.Count;
        for (int index = open.Count - 1; index >= 0; index--)
        {
            if (named.ErrorOf(open[index].Offset.Value) is { } error)
            {
                PushHandled(open[(index + 1)..end], named.MarkedBehind);
                _open.Push(new Piece(open.Slice(index, 1), attempt, failedAt) { Known = RunOutcome.Ended(error) });
                end = index;
            }
        }

        PushHandled(open[..end], named.MarkedBehind);
    }

    /// <summary>The next piece, whose failure was known, is decided on: should it stay, it is run.</summary>
    public void Decide() => _open.Push(_open.Pop() with { Known = null });

    /// <summary>What failed is run again before it is decided on, each with a first attempt: its failure was not its own.</summary>
    public void Doubt()
    {
        Piece[] left = [.. _open];
        _open.Clear();
        foreach (Piece piece in left.Reverse())
        {
            _open.Push(piece.Known is { Error: not null } ? new Piece(piece.Messages) : piece);
        }
    }

    private void PushHandled(ArraySegment<Message> messages, long? marked)
    {
        if (messages.Count > 0)
        {
            // Where offsets are the consumer's own business, only what it asked for is marked.
            long? within = marked >= messages[0].Offset.Value ? Math.Min(marked.Value, messages[^1].Offset.Value) : null;
            _open.Push(new Piece(messages) { Known = RunOutcome.Ended(error: null), Marked = within });
        }
    }

    private void Push(ArraySegment<Message> messages)
    {
        if (messages.Count > 0)
        {
            _open.Push(new Piece(messages));
        }
    }

    private void Halve(ArraySegment<Message> messages, int attempt, DateTimeOffset firstFailedAt)
    {
        // The first half is the smaller one: to go left costs a run for the right half too, to go right does not.
        int half = messages.Count / 2;
        _open.Push(new Piece(messages[half..], attempt, firstFailedAt));
        _open.Push(new Piece(messages[..half], attempt, firstFailedAt) { IsFirstHalf = true });
    }
}
