using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Kafka.Dlq.Files.Format;

/// <summary>The end of a finished segment, and what lies in it.</summary>
/// <param name="Entries">How many entries.</param>
/// <param name="First">Ticks of the first entry's time, in UTC.</param>
/// <param name="Last">Ticks of the last entry's time, in UTC.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SegmentSeal(long Entries, long First, long Last)
{
    public static void Write(ArrayBufferWriter<byte> target, long origin, SegmentSeal seal)
    {
        Span<byte> content = stackalloc byte[Layout.SealContent];
        BinaryPrimitives.WriteInt64LittleEndian(content, seal.Entries);
        BinaryPrimitives.WriteInt64LittleEndian(content[8..], seal.First);
        BinaryPrimitives.WriteInt64LittleEndian(content[16..], seal.Last);
        FragmentWriter.Write(target, origin, FragmentKind.Seal, content);
    }

    /// <summary>Reads a seal at the end of a file.</summary>
    /// <param name="tail">The file's last bytes, as many as a seal has.</param>
    /// <param name="at">Where they lie in the file.</param>
    public static SegmentSeal? Read(ReadOnlySpan<byte> tail, long at)
    {
        Fragment fragment = Fragment.Parse(tail, at);
        return fragment is { State: FragmentState.Sound, Kind: FragmentKind.Seal } ? Of(tail.Slice(Layout.FragmentHead, Layout.SealContent)) : null;
    }

    private static SegmentSeal Of(ReadOnlySpan<byte> content) => new(
        BinaryPrimitives.ReadInt64LittleEndian(content),
        BinaryPrimitives.ReadInt64LittleEndian(content[8..]),
        BinaryPrimitives.ReadInt64LittleEndian(content[16..]));
}
