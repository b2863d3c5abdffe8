namespace Kafka.Dlq.Files.Storage;

/// <summary>The border to the disk: a segment that is being written. Tests put disks there that fill up, fail, or do half of what they are told.</summary>
internal interface ISegmentFile : IDisposable
{
    void Write(ReadOnlySpan<byte> bytes, long at);

    /// <summary>Has the disk confirm all that was written.</summary>
    void Confirm();

    void Shorten(long length);
}
