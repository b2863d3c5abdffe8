namespace Kafka.Dlq.Processing;

/// <summary>
/// Counts the failures of one partition's streaks. Collective: they add up whatever message fails. Independent: each message that fails has a streak of its own.
/// </summary>
/// <remarks>
/// A batch that fails does not tell which of its messages did. Its streak is then known by the stretch of offsets in which the bad message lies, so that the
/// count goes on when a retry begins far back and its batches are cut differently.
/// </remarks>
internal sealed class AttemptCounter(bool independent)
{
    private readonly List<Streak> _streaks = [];
    private int _failures;

    /// <summary>The number of the coming run, from 1.</summary>
    public int Next => _failures + 1;

    /// <summary>Whether a streak goes on. It does during good runs before the place of its failure.</summary>
    public bool IsFailing => _failures > 0;

    /// <summary>When the streak of the failure that was counted last began.</summary>
    public DateTimeOffset FirstFailedAt { get; private set; }

    /// <summary>The number of the run of a single message, when those up to <paramref name="handled"/> were handled well in the same run.</summary>
    /// <param name="message">Offset of the message.</param>
    /// <param name="handled">Offset of the last message handled before it in the run; null when it is the first.</param>
    public int NextOf(long message, long? handled)
    {
        if (independent)
        {
            return 1 + (_streaks.Find(streak => streak.From <= message && streak.To >= message)?.Failures ?? 0);
        }

        return _streaks.Count == 0 || handled >= _streaks[0].To ? 1 : Next;
    }

    /// <summary>Counts a failure.</summary>
    /// <param name="failing">Offset of the message that failed.</param>
    /// <param name="reach">How far the streak reaches: the last offset of the failed run, or the failing message where it is known for sure.</param>
    /// <param name="now">When it failed.</param>
    /// <returns>The number of the attempt that failed, from 1.</returns>
    public int Failed(long failing, long reach, DateTimeOffset now = default)
    {
        Streak? before = independent ? Find(failing, reach) : _streaks.FirstOrDefault();

        // What began before the failing message and reaches over it was passed by a mark: another message has become the failing one.
        _streaks.RemoveAll(streak => streak == before || (streak.From < failing && streak.To >= failing));
        Streak streak = Continue(before, failing, reach, now);
        _streaks.Add(streak);
        FirstFailedAt = streak.FirstFailedAt;
        _failures = streak.Failures;
        return _failures;
    }

    /// <summary>
    /// Ends the streaks, unless the successful run ended before the place of a failure. That is so when a retry begins far back, at the first unmarked offset:
    /// the healthy batches on the way must not start the count anew, or a bad message behind them would be retried for ever.
    /// </summary>
    public void Succeeded(long last)
    {
        if (_streaks.Count > 0)
        {
            _streaks.RemoveAll(streak => streak.To <= last);
            for (int i = 0; i < _streaks.Count; i++)
            {
                _streaks[i] = _streaks[i] with { From = Math.Max(_streaks[i].From, last + 1) };
            }

            _failures = _streaks.Count == 0 ? 0 : _streaks[^1].Failures;
        }
    }

    /// <summary>A message was given up: its streak ends, and those before it. Collective: all there is ends.</summary>
    public void Reset(long given)
    {
        _streaks.RemoveAll(streak => !independent || streak.From <= given);
        _failures = _streaks.Count == 0 ? 0 : _streaks[^1].Failures;
    }

    /// <summary>All streaks end: what failed was not the messages' fault.</summary>
    public void Forget()
    {
        _streaks.Clear();
        _failures = 0;
    }

    private Streak? Find(long from, long to) => _streaks.Where(streak => streak.From >= from && streak.From <= to).MaxBy(streak => streak.Failures);

    private Streak Continue(Streak? before, long failing, long reach, DateTimeOffset now) => before switch
    {
        null => new Streak(failing, reach, 1, now),

        // The bad message lies where both failed runs were. Collective failures may be of several messages, the farthest of which must be passed.
        { } streak when independent => new Streak(streak.From, Math.Min(streak.To, reach), streak.Failures + 1, streak.FirstFailedAt),
        { } streak => new Streak(failing, Math.Max(streak.To, reach), streak.Failures + 1, streak.FirstFailedAt),
    };

    private sealed record Streak(long From, long To, int Failures, DateTimeOffset FirstFailedAt);
}
