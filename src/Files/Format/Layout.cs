namespace Kafka.Dlq.Files.Format;

/// <summary>
/// How a segment is laid out: a head, then blocks of 32 KiB (the head lies in the first). Entries are cut into fragments that never cross a block, so a block always
/// begins with a fragment: that is where a search enters, and where reading goes on behind damage. A fragment is a marker, its kind, the length of its content, a
/// checksum over all of that and its place, and the content. What is too narrow for a fragment at a block's end is zero. The last fragment of a finished segment is its seal.
/// </summary>
internal static class Layout
{
    public const int BlockSize = 32 * 1024;
    public const int SegmentHead = 32;
    public const int FragmentHead = 8;
    public const byte Marker = 0xD7;

    /// <summary>The content of a seal: how many entries, the time of the first and of the last.</summary>
    public const int SealContent = 24;
    public const int Seal = FragmentHead + SealContent;

    /// <summary>The first fragment of an entry holds its time, so that a search need not put it together.</summary>
    public const int LeastFragment = FragmentHead + sizeof(long);

    /// <summary>The largest entry: what is longer than that is a damaged length.</summary>
    public const int MaxEntry = 256 * 1024 * 1024;

    /// <summary>What an entry may bring with it, at most: the seal of the segment before it, and head and seal of its own, each seal with zeros before it.</summary>
    public const int Reserve = SegmentHead + (4 * Seal);

    public static int LeftInBlock(long at) => BlockSize - (int)(at % BlockSize);

    /// <summary>The most that an entry takes in a file, wherever it begins.</summary>
    public static long MostBytes(int content)
    {
        const int InBlock = BlockSize - FragmentHead;
        return content + LeastFragment + ((long)FragmentHead * ((content / InBlock) + 2));
    }
}
