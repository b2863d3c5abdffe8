using Kafka.Dlq.Files.Storage;

namespace Kafka.Dlq.Tests.Unit.Files.Support;

/// <summary>A disk that fills up in the middle of a write, or does not confirm, as the test says.</summary>
internal sealed class FaultyDisk
{
    /// <summary>How many bytes may still be written; what goes beyond is written in part and fails.</summary>
    public long Room { get; set; } = long.MaxValue;

    /// <summary>Whether confirmations fail.</summary>
    public bool Confirms { get; set; } = true;

    /// <summary>How often it confirmed.</summary>
    public int Confirmations { get; private set; }

    public ISegmentFile Create(string file) => new Segment(this, DiskSegmentFile.Create(file));

    private sealed class Segment(FaultyDisk disk, ISegmentFile inner) : ISegmentFile
    {
        public void Write(ReadOnlySpan<byte> bytes, long at)
        {
            int fits = (int)Math.Min(bytes.Length, disk.Room);
            inner.Write(bytes[..fits], at);
            disk.Room -= fits;
            if (fits < bytes.Length)
            {
                throw new IOException("No space left on device");
            }
        }

        public void Confirm()
        {
            if (!disk.Confirms)
            {
                throw new IOException("Input/output error");
            }

            disk.Confirmations++;
            inner.Confirm();
        }

        public void Shorten(long length) => inner.Shorten(length);

        public void Dispose() => inner.Dispose();
    }
}
