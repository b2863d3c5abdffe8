namespace Kafka.Dlq.Files.Reading;

/// <summary>What a cursor came to.</summary>
internal enum ReadOutcome
{
    /// <summary>An entry.</summary>
    Entry,

    /// <summary>The end of what is written so far; more may come.</summary>
    Waiting,

    /// <summary>The end of the segment.</summary>
    Ended,

    /// <summary>Bytes that cannot be read; the next call goes on behind them.</summary>
    Damaged,

    /// <summary>An entry, or a head, whose end was never written, at the end of a segment; the next call tells its end.</summary>
    Torn,
}
