using Confluent.Kafka;
using System.Runtime.InteropServices;

namespace Kafka.Dlq.Instrumentation;

/// <summary>What the broker says of a record besides its bytes.</summary>
/// <param name="Offset">The record's offset in its partition.</param>
/// <param name="Timestamp">The record's timestamp and whether its producer or the broker set it.</param>
/// <param name="LeaderEpoch">The partition leader's epoch of the fetch (KIP-320), or -1 when unknown.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RecordStamp(long Offset, Timestamp Timestamp, int LeaderEpoch);
