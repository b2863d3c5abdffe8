using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Kafka.Dlq.Files.Format;

/// <summary>What lies at a place of a block.</summary>
/// <param name="State">What it is.</param>
/// <param name="Kind">Which part of an entry, when it is sound.</param>
/// <param name="Length">How far it reaches, its head included; without meaning when it is short or bad.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Fragment(FragmentState State, FragmentKind Kind, int Length)
{
    private const int KindAt = 1;
    private const int LengthAt = 2;
    private const int ChecksumAt = 4;

    /// <summary>Looks at bytes.</summary>
    /// <param name="bytes">From the place to the end of its block, or of the file when that comes first.</param>
    /// <param name="at">The place in the file.</param>
    public static Fragment Parse(ReadOnlySpan<byte> bytes, long at)
    {
        int left = Layout.LeftInBlock(at);
        if (bytes.IsEmpty)
        {
            return default(Fragment) with { State = FragmentState.Short };
        }

        if (left < Layout.LeastFragment || bytes[0] == 0)
        {
            return Padding(bytes, left);
        }

        return bytes[0] == Layout.Marker ? ParseMarked(bytes, at, left) : default(Fragment) with { State = FragmentState.Bad };
    }

    /// <summary>Puts a fragment's head in front of its content.</summary>
    /// <param name="fragment">Room for the head, and behind it the content.</param>
    /// <param name="kind">Which part of an entry it is.</param>
    /// <param name="at">Its place in the file.</param>
    public static void Finish(Span<byte> fragment, FragmentKind kind, long at)
    {
        fragment[0] = Layout.Marker;
        fragment[KindAt] = (byte)kind;
        BinaryPrimitives.WriteUInt16LittleEndian(fragment[LengthAt..], checked((ushort)(fragment.Length - Layout.FragmentHead)));
        BinaryPrimitives.WriteUInt32LittleEndian(fragment[ChecksumAt..], Checksum(fragment, at));
    }

    private static Fragment Padding(ReadOnlySpan<byte> bytes, int left)
    {
        FragmentState state = bytes.ContainsAnyExcept((byte)0) ? FragmentState.Bad : bytes.Length < left ? FragmentState.Short : FragmentState.Padding;
        return new Fragment(state, default, left);
    }

    private static Fragment ParseMarked(ReadOnlySpan<byte> bytes, long at, int left)
    {
        if (bytes.Length < Layout.FragmentHead)
        {
            return default(Fragment) with { State = FragmentState.Short };
        }

        FragmentKind kind = (FragmentKind)bytes[KindAt];
        int length = Layout.FragmentHead + BinaryPrimitives.ReadUInt16LittleEndian(bytes[LengthAt..]);
        if (length > left || !Enum.IsDefined(kind))
        {
            return new Fragment(FragmentState.Bad, kind, length);
        }

        if (bytes.Length < length)
        {
            return new Fragment(FragmentState.Short, kind, length);
        }

        bool isSound = BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumAt..]) == Checksum(bytes[..length], at);
        return new Fragment(isSound ? FragmentState.Sound : FragmentState.Bad, kind, length);
    }

    // The place is part of it, so that a block that the disk put elsewhere is not taken for one that belongs there.
    private static uint Checksum(ReadOnlySpan<byte> fragment, long at) => Crc32C.Of(at, fragment[..ChecksumAt], fragment[Layout.FragmentHead..]);
}
