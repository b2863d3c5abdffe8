using Kafka.Dlq.Files;
using Kafka.Dlq.Files.Format;
using Kafka.Dlq.Files.Reading;
using Kafka.Dlq.Tests.Unit.Files.Support;

namespace Kafka.Dlq.Tests.Unit.Files.Writing;

/// <summary>A process may die at every byte of a write. What was acknowledged before is there afterwards, and nothing half is seen.</summary>
public sealed class TornWriteTests : IDisposable
{
    private readonly FilesFolder _folder = new();

    [Fact]
    public async Task Segment_cut_at_every_byte_keeps_each_entry_before_the_cut()
    {
        // Small ones, one over three blocks.
        int[] sizes = [0, 1, 20, 300, 66_000, 5, 40, 2];
        (byte[] segment, long[] ends) = await WriteAsync(sizes);
        using FileStream file = new(Path.Combine(_folder.Path, "cut"), FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Write(segment);

        for (int cut = segment.Length; cut >= 0; cut--)
        {
            file.SetLength(cut);
            CheckReader(file.Name, whole: ends.Count(end => end <= cut));
        }
    }

    [Fact]
    public async Task Writer_goes_on_behind_a_segment_cut_at_every_byte()
    {
        // Each takes some files, so fewer bytes than above; they cross a block's end all the same.
        int[] sizes = [Layout.BlockSize - 300, 20, 150, 0];
        (byte[] segment, long[] ends) = await WriteAsync(sizes);
        string file = _folder.SegmentFiles[0];
        int first = (int)ends[0] - 60;

        for (int cut = first; cut <= segment.Length; cut++)
        {
            foreach (string old in _folder.SegmentFiles)
            {
                File.Delete(old);
            }

            await File.WriteAllBytesAsync(file, segment[..cut], TestContext.Current.CancellationToken);
            await using (DeadLetterFileWriter writer = _folder.OpenWriter())
            {
                await writer.AppendAsync(Entries.Of("new"), TestContext.Current.CancellationToken);
            }

            using DeadLetterFileReader reader = _folder.OpenReader(options => options with { KeepsPosition = false });
            string?[] expected = [.. Entries.Names(ends.Count(end => end <= cut)), "new"];
            Assert.Equal(expected, reader.ReadAvailable().Select(letter => letter.Entry.Reason));
            Assert.Equal(0, reader.DamagedRanges);
        }
    }

    [Fact]
    public async Task Reader_that_waits_at_a_half_entry_goes_on_behind_its_cut()
    {
        (byte[] segment, long[] ends) = await WriteAsync([20, 66_000, 20]);
        string file = _folder.SegmentFiles[0];
        await File.WriteAllBytesAsync(file, segment[..(int)(ends[1] - 10)], TestContext.Current.CancellationToken);
        using DeadLetterFileReader reader = _folder.OpenReader(options => options with { CleanConsumed = true });
        reader.Acknowledge(reader.Read()!);
        Assert.Null(reader.Read());

        await _folder.WriteAsync(Entries.Of("new"));

        StoredDeadLetter next = reader.Read()!;
        Assert.Equal("new", next.Entry.Reason);
        reader.Acknowledge(next);
        Assert.Null(reader.Read());
        Assert.Equal(0, reader.DamagedRanges);
        Assert.Empty(_folder.SegmentFiles);
    }

    private async Task<(byte[] Segment, long[] Ends)> WriteAsync(int[] sizes)
    {
        await _folder.WriteAsync(sizes.Index().Select(size => Entries.Of($"entry {size.Index}", size.Item)));
        string file = Assert.Single(_folder.SegmentFiles);
        using SegmentCursor cursor = SegmentCursor.TryOpen(file, 0)!;
        List<long> ends = [];
        while (cursor.Read(isComplete: true) == ReadOutcome.Entry)
        {
            ends.Add(cursor.Offset);
        }

        Assert.Equal(sizes.Length, ends.Count);
        return (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken), [.. ends]);
    }

    private static void CheckReader(string file, int whole)
    {
        foreach (bool isComplete in new[] { false, true })
        {
            using SegmentCursor cursor = SegmentCursor.TryOpen(file, 0)!;
            int entries = 0;
            ReadOutcome outcome;
            while ((outcome = cursor.Read(isComplete)) == ReadOutcome.Entry)
            {
                Assert.Equal($"entry {entries++}", EntryReader.Read(cursor.Entry.Span).Reason);
            }

            Assert.Equal(whole, entries);
            Assert.Contains(outcome, isComplete ? new[] { ReadOutcome.Ended, ReadOutcome.Torn } : new[] { ReadOutcome.Ended, ReadOutcome.Waiting });
        }
    }

    public void Dispose() => _folder.Dispose();
}
