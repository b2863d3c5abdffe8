using Kafka.Dlq.Files.Format;
using Kafka.Dlq.Files.Reading;
using Kafka.Dlq.Tests.Unit.Files.Support;

namespace Kafka.Dlq.Tests.Unit.Files.Reading;

/// <summary>Every single bit of a segment, flipped, is found: told as damage, and never seen in an entry.</summary>
public sealed class FlippedBitTests : IDisposable
{
    private readonly FilesFolder _folder = new();

    [Theory]
    [InlineData("zeros at a block's end", 0, 1, 200, Layout.BlockSize - 535, 30)]
    [InlineData("an entry over a block's end", 0, 1, 200, Layout.BlockSize - 600, 400, 30)]
    public async Task Every_bit_of_a_segment_is_watched(string with, params int[] sizes)
    {
        byte[] segment = await WriteAsync(sizes);
        Assert.False(HeadIsSoundWithAFlip(segment));
        for (int at = Layout.SegmentHead; at < segment.Length;)
        {
            int inBlock = Math.Min(Layout.LeftInBlock(at), segment.Length - at);
            Fragment fragment = Fragment.Parse(segment.AsSpan(at, inBlock), at);
            for (int bit = at * 8; bit < (at + fragment.Length) * 8; bit++)
            {
                segment[bit / 8] ^= (byte)(1 << (bit % 8));
                FragmentState state = Fragment.Parse(segment.AsSpan(at, inBlock), at).State;
                segment[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.True(state is FragmentState.Bad or FragmentState.Short, $"With {with}, the flip of bit {bit % 8} of byte {bit / 8} gives {state}.");
            }

            at += fragment.Length;
        }
    }

    [Theory]
    [InlineData("zeros at a block's end", 0, 1, 200, Layout.BlockSize - 535, 30)]
    [InlineData("an entry over a block's end", 0, 1, 200, Layout.BlockSize - 600, 400, 30)]
    public async Task Flip_costs_the_entry_that_it_hits_and_is_told(string with, params int[] sizes)
    {
        byte[] segment = await WriteAsync(sizes);
        string[] all = Entries.Names(sizes.Length);
        string file = Path.Combine(_folder.Path, "flipped");
        using FileStream flipped = new(file, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite);
        flipped.Write(segment);
        flipped.Flush();
        (List<string> clean, int damages) = Read(file);
        Assert.Equal(all, clean);
        Assert.Equal(0, damages);

        // The long entry's inside has one bit like the other.
        foreach (int bit in Enumerable.Range(0, segment.Length * 8).Where(bit => bit / 8 is < 700 or > Layout.BlockSize - 300 || bit % 997 == 0))
        {
            Flip(flipped, segment, bit);
            (List<string> read, damages) = Read(file);
            Flip(flipped, segment, bit);

            Assert.True(damages > 0, $"With {with}, the flip of bit {bit % 8} of byte {bit / 8} was not found.");
            Assert.True(read.Count >= all.Length - 1, $"The flip of bit {bit % 8} of byte {bit / 8} cost {all.Length - read.Count} entries.");
            Assert.Equal(all.Where(read.Contains), read);
        }
    }

    private static bool HeadIsSoundWithAFlip(byte[] segment) => Enumerable.Range(0, Layout.SegmentHead * 8).Any(bit =>
    {
        byte[] head = segment[..Layout.SegmentHead];
        head[bit / 8] ^= (byte)(1 << (bit % 8));
        return SegmentHead.IsSound(head, "a file");
    });

    private async Task<byte[]> WriteAsync(int[] sizes)
    {
        await _folder.WriteAsync(sizes.Index().Select(size => Entries.Of($"entry {size.Index}", size.Item)));
        return await File.ReadAllBytesAsync(Assert.Single(_folder.SegmentFiles), TestContext.Current.CancellationToken);
    }

    private static void Flip(FileStream file, byte[] segment, int bit)
    {
        segment[bit / 8] ^= (byte)(1 << (bit % 8));
        RandomAccess.Write(file.SafeFileHandle, segment.AsSpan(bit / 8, 1), bit / 8);
    }

    private static (List<string> Entries, int Damages) Read(string file)
    {
        using SegmentCursor cursor = SegmentCursor.TryOpen(file, 0)!;
        List<string> entries = [];
        int damages = 0;
        ReadOutcome outcome;
        while ((outcome = cursor.Read(isComplete: true)) != ReadOutcome.Ended)
        {
            if (outcome == ReadOutcome.Entry)
            {
                entries.Add(EntryReader.Read(cursor.Entry.Span).Reason!);
            }
            else
            {
                damages++;
            }
        }

        return (entries, damages);
    }

    public void Dispose() => _folder.Dispose();
}
