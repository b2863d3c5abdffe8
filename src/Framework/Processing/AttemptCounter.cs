namespace Kafka.Dlq.Processing;

/// <summary>
/// Counts the failures of one partition's streak. Collective: they add up whatever message fails. Independent: a message that becomes the failing one starts anew.
/// </summary>
internal sealed class AttemptCounter(bool independent)
{
    private int _failures;
    private long _failing;
    private long _reach;

    /// <summary>The number of the coming run, from 1.</summary>
    public int Next => _failures + 1;

    /// <summary>Whether a streak goes on. It does during good runs before the place of its failure.</summary>
    public bool IsFailing => _failures > 0;

    /// <summary>The number of the run of a single message, when those up to <paramref name="handled"/> were handled well in the same run.</summary>
    /// <param name="message">Offset of the message.</param>
    /// <param name="handled">Offset of the last message handled before it in the run; null when it is the first.</param>
    public int NextOf(long message, long? handled) => handled >= _reach || (independent && message != _failing) ? 1 : Next;

    /// <summary>Counts a failure.</summary>
    /// <param name="failing">Offset of the message that failed.</param>
    /// <param name="reach">How far the streak reaches: the last offset of the failed run, or the failing message where it is known for sure.</param>
    /// <returns>The number of the attempt that failed, from 1.</returns>
    public int Failed(long failing, long reach)
    {
        if (independent && failing != _failing)
        {
            _failures = 0;
        }

        _failing = failing;
        _reach = _failures == 0 ? reach : Math.Max(_reach, reach);
        return ++_failures;
    }

    /// <summary>
    /// Ends the streak, unless the successful run ended before the place of the failure. That is so when a retry begins far back, at the first unmarked offset:
    /// the healthy batches on the way must not start the count anew, or a bad message behind them would be retried for ever.
    /// </summary>
    public void Succeeded(long last)
    {
        if (_failures > 0 && last >= _reach)
        {
            Reset();
        }
    }

    /// <summary>Ends the streak: a dispatch was carried out.</summary>
    public void Reset() => _failures = 0;
}
