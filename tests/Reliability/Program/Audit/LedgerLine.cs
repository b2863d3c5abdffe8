using Kafka.Dlq.Reliability.Workers;

namespace Kafka.Dlq.Reliability.Audit;

/// <summary>A line of a ledger.</summary>
/// <param name="Stamp">The machine's monotonic clock, <see cref="System.Diagnostics.Stopwatch"/> ticks.</param>
/// <param name="Partition">The record's partition, or -1.</param>
/// <param name="Offset">The record's offset, or -1.</param>
/// <param name="Text">What a line without a record says.</param>
internal readonly record struct LedgerLine(LedgerKind Kind, long Stamp, int Partition, long Offset, string Text);
