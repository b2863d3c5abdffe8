using System.Runtime.InteropServices;

namespace Kafka.Dlq.Crashes;

/// <summary>How often the process died while it handled one message alone.</summary>
/// <param name="Offset">The message.</param>
/// <param name="Crashes">1 or more.</param>
/// <param name="Since">When the first of these deaths was seen, to the second.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CrashCount(long Offset, int Crashes, DateTimeOffset Since);
