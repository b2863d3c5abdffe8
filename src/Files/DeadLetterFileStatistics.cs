namespace Kafka.Dlq.Files;

/// <summary>How a writer's directory stands. Bytes, segments, entries and the oldest time are looked up at least once a second; the counters begin with the writer.</summary>
/// <param name="Bytes">What all segments take.</param>
/// <param name="MaxBytes">What they may take.</param>
/// <param name="Policy">What happens when there is no room.</param>
/// <param name="Segments">How many files there are.</param>
/// <param name="Entries">How many entries lie in them.</param>
/// <param name="Dropped">Entries lost to the <see cref="FullPolicy"/>.</param>
/// <param name="Expired">Entries removed because of their age.</param>
/// <param name="IsBlocked">Whether an append waits for room (<see cref="FullPolicy.Block"/>).</param>
/// <param name="LastError">What went wrong last, or null.</param>
/// <param name="LastErrorAt">When it did, or null.</param>
/// <param name="OldestAge">How long the oldest entry lies there, or null when there is none.</param>
public sealed record DeadLetterFileStatistics(
    long Bytes,
    long MaxBytes,
    FullPolicy Policy,
    int Segments,
    long Entries,
    long Dropped,
    long Expired,
    bool IsBlocked,
    string? LastError,
    DateTimeOffset? LastErrorAt,
    TimeSpan? OldestAge);
