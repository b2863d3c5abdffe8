using System.Runtime.InteropServices;

namespace Kafka.Dlq.Files.Storage;

/// <summary>How far a reader came.</summary>
/// <param name="Position">Everything before it that was read was acknowledged.</param>
/// <param name="WholeFrom">The segment from whose beginning to <paramref name="Position"/> nothing was left out, and nothing was damaged.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SavedPosition(DeadLetterPosition Position, long WholeFrom);
