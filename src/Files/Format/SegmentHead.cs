using System.Buffers.Binary;

namespace Kafka.Dlq.Files.Format;

/// <summary>The first 32 bytes of a segment: magic, version, length of the head, size of blocks, checksum.</summary>
internal static class SegmentHead
{
    private const ushort Version = 1;
    private const int VersionAt = 8;
    private const int LengthAt = 10;
    private const int BlockSizeAt = 12;
    private const int ChecksumAt = Layout.SegmentHead - sizeof(uint);

    private static ReadOnlySpan<byte> Magic => "KDLQFILE"u8;

    public static byte[] Bytes()
    {
        byte[] head = new byte[Layout.SegmentHead];
        Magic.CopyTo(head);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(VersionAt), Version);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(LengthAt), Layout.SegmentHead);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(BlockSizeAt), Layout.BlockSize);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(ChecksumAt), Crc32C.Of(head.AsSpan(0, ChecksumAt)));
        return head;
    }

    /// <summary>Whether these bytes are a head as this version writes it.</summary>
    /// <exception cref="InvalidDataException">It is sound, and of another version: what follows cannot be understood.</exception>
    public static bool IsSound(ReadOnlySpan<byte> head, string file)
    {
        if (!head.StartsWith(Magic) || BinaryPrimitives.ReadUInt32LittleEndian(head[ChecksumAt..]) != Crc32C.Of(head[..ChecksumAt]))
        {
            return false;
        }

        ushort version = BinaryPrimitives.ReadUInt16LittleEndian(head[VersionAt..]);
        return version == Version
            ? true
            : throw new InvalidDataException($"{file} is a dead letter file of version {version}, and version {Version} is understood. Read it with the release of Kafka.Dlq that wrote it.");
    }
}
