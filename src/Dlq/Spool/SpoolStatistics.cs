namespace Kafka.Dlq.DeadLetters;

/// <summary>How the spool of a dead letter topic stands. Looked up at least once a second.</summary>
/// <param name="Letters">How many letters lie in its files. Delivered ones count until their file is removed, which is when all in it were delivered; 0 when none waits.</param>
/// <param name="Bytes">What its files take.</param>
/// <param name="MaxBytes">What they may take, see <see cref="SpoolOptions.MaxBytes"/>.</param>
/// <param name="OldestAge">How long the oldest of <paramref name="Letters"/> lies there; null when none waits.</param>
/// <param name="IsFull">Whether a letter waits for room, so that its partition holds.</param>
/// <param name="LastError">What went wrong last while it was written, or null.</param>
public sealed record SpoolStatistics(long Letters, long Bytes, long MaxBytes, TimeSpan? OldestAge, bool IsFull, string? LastError);
