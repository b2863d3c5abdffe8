using System.Buffers;

namespace Kafka.Dlq.Files.Format;

/// <summary>Cuts entries into fragments.</summary>
internal static class FragmentWriter
{
    /// <summary>Appends an entry.</summary>
    /// <param name="target">What will be written to the file next.</param>
    /// <param name="origin">Where the first byte of <paramref name="target"/> will lie in the file.</param>
    /// <param name="entry">The entry's bytes; at least its time.</param>
    public static void WriteEntry(ArrayBufferWriter<byte> target, long origin, ReadOnlySpan<byte> entry)
    {
        bool isFirst = true;
        do
        {
            Pad(target, origin, Layout.LeastFragment);
            int take = Math.Min(entry.Length, Layout.LeftInBlock(origin + target.WrittenCount) - Layout.FragmentHead);
            Write(target, origin, KindOf(isFirst, isLast: take == entry.Length), entry[..take]);
            entry = entry[take..];
            isFirst = false;
        }
        while (!entry.IsEmpty);
    }

    /// <summary>Appends one fragment; begins a new block when there is no room for it in this one.</summary>
    public static void Write(ArrayBufferWriter<byte> target, long origin, FragmentKind kind, ReadOnlySpan<byte> content)
    {
        int length = Layout.FragmentHead + content.Length;
        Pad(target, origin, length);
        Span<byte> fragment = target.GetSpan(length)[..length];
        content.CopyTo(fragment[Layout.FragmentHead..]);
        Fragment.Finish(fragment, kind, origin + target.WrittenCount);
        target.Advance(length);
    }

    private static FragmentKind KindOf(bool isFirst, bool isLast) => (isFirst, isLast) switch
    {
        (true, true) => FragmentKind.Whole,
        (true, false) => FragmentKind.First,
        (false, false) => FragmentKind.Middle,
        (false, true) => FragmentKind.Last,
    };

    private static void Pad(ArrayBufferWriter<byte> target, long origin, int needed)
    {
        int left = Layout.LeftInBlock(origin + target.WrittenCount);
        if (left < needed)
        {
            target.GetSpan(left)[..left].Clear();
            target.Advance(left);
        }
    }
}
