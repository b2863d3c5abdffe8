using Microsoft.Win32.SafeHandles;

namespace Kafka.Dlq.Files.Storage;

/// <summary>A segment on a real disk. Others may read and remove it meanwhile.</summary>
internal sealed class DiskSegmentFile : ISegmentFile
{
    private readonly SafeFileHandle _handle;

    private DiskSegmentFile(SafeFileHandle handle) => _handle = handle;

    /// <summary>Makes a segment that is not there yet.</summary>
    public static DiskSegmentFile Create(string file) => new(Open(file, FileMode.CreateNew));

    /// <summary>Opens one that is there, to finish it.</summary>
    public static DiskSegmentFile OpenExisting(string file) => new(Open(file, FileMode.Open));

    public void Write(ReadOnlySpan<byte> bytes, long at) => RandomAccess.Write(_handle, bytes, at);

    public void Confirm() => RandomAccess.FlushToDisk(_handle);

    public void Shorten(long length) => RandomAccess.SetLength(_handle, length);

    public void Dispose() => _handle.Dispose();

    private static SafeFileHandle Open(string file, FileMode mode) => File.OpenHandle(file, mode, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
}
