using Kafka.Dlq.Files.Format;

namespace Kafka.Dlq.Files.Writing;

/// <summary>What the writer knows of a segment.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Content">How many entries lie in it and when they were written.</param>
internal sealed record SegmentInfo(long Number, long Length, SegmentSeal Content)
{
    /// <summary>With an entry more.</summary>
    public SegmentInfo With(long ticks) => this with { Content = new SegmentSeal(Content.Entries + 1, Content.Entries == 0 ? ticks : Content.First, ticks) };
}
