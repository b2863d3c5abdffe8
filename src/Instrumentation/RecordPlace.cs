using System.Runtime.InteropServices;

namespace Kafka.Dlq.Instrumentation;

/// <summary>Where a record's bytes lie in its block: the key, right behind it the payload, and behind that the headers where the block has headers.</summary>
/// <param name="Start">The index of the first byte; 0 to 65,535.</param>
/// <param name="KeyLength">The key's length in bytes, or -1 when the record has no key.</param>
/// <param name="PayloadLength">The payload's length in bytes, or -1 for a tombstone.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RecordPlace(int Start, int KeyLength, int PayloadLength);
