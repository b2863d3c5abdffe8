using Kafka.Dlq.Files.Format;
using Kafka.Dlq.Files.Reading;
using Kafka.Dlq.Files.Storage;
using Microsoft.Extensions.Logging;
using System.Buffers;

namespace Kafka.Dlq.Files.Writing;

/// <summary>
/// Puts a directory in order before a writer begins: what an earlier one left when it died. Half entries at an end are cut off: they were never acknowledged. Nothing that can
/// be read is removed, and what cannot be read although it was written whole is set aside rather than removed.
/// </summary>
internal sealed class Recovery(SegmentDirectory directory, ILogger logger)
{
    private const string Aside = ".corrupt";

    /// <summary>Cleans up.</summary>
    /// <returns>The segments that stay, all of them finished.</returns>
    public List<SegmentInfo> Run()
    {
        foreach (string file in directory.TemporaryFiles())
        {
            File.Delete(file);
            logger.CleanedUp(file, "the rest of an interrupted write is removed");
        }

        List<SegmentInfo> found = [.. directory.Segments().Select(Examine).OfType<SegmentInfo>()];
        DirectorySync.Flush(directory.Path);
        return found;
    }

    private SegmentInfo? Examine(long number)
    {
        string file = directory.FileOf(number);
        using SegmentCursor? cursor = SegmentCursor.TryOpen(file, 0);
        if (cursor is null)
        {
            return null;
        }

        return cursor.ReadSeal() is { } seal ? new SegmentInfo(number, cursor.FileLength, seal) : Finish(number, cursor);
    }

    private SegmentInfo? Finish(long number, SegmentCursor cursor)
    {
        SegmentScan scan = SegmentScan.Of(cursor);
        if (scan.Content.Entries == 0)
        {
            RemoveOrSetAside(cursor.File, scan);
            return null;
        }

        using DiskSegmentFile segment = DiskSegmentFile.OpenExisting(cursor.File);
        if (scan.SoundEnd < cursor.FileLength)
        {
            logger.CleanedUp(cursor.File, $"{cursor.FileLength - scan.SoundEnd} bytes of an entry that was never finished are cut off");
            segment.Shorten(scan.SoundEnd);
        }

        ArrayBufferWriter<byte> seal = new(Layout.BlockSize);
        SegmentSeal.Write(seal, scan.SoundEnd, scan.Content);
        segment.Write(seal.WrittenSpan, scan.SoundEnd);
        segment.Confirm();
        return new SegmentInfo(number, scan.SoundEnd + seal.WrittenCount, scan.Content);
    }

    private void RemoveOrSetAside(string file, SegmentScan scan)
    {
        if (scan.IsDamaged)
        {
            File.Move(file, file + Aside, overwrite: true);
            logger.SetAside(file, file + Aside);
        }
        else
        {
            File.Delete(file);
            logger.CleanedUp(file, "a segment without an entry is removed");
        }
    }
}
