using Kafka.Dlq.Files;
using Kafka.Dlq.Tests.Unit.Files.Support;

namespace Kafka.Dlq.Tests.Unit.Files.Reading;

public sealed class CleaningTests : IDisposable
{
    private readonly FilesFolder _folder = new();

    [Fact]
    public async Task Segment_goes_only_when_each_of_its_entries_was_acknowledged()
    {
        await WriteSegmentsAsync(40);
        int segments = _folder.SegmentFiles.Length;
        using DeadLetterFileReader reader = Cleaning();
        StoredDeadLetter[] letters = [.. reader.ReadAvailable()];
        StoredDeadLetter held = letters[7];
        foreach (StoredDeadLetter letter in letters.Where(letter => letter != held))
        {
            reader.Acknowledge(letter);
        }

        Assert.Equal(_folder.Segments.FileOf(held.Position.Segment), _folder.SegmentFiles[0]);
        Assert.Equal(segments - (int)held.Position.Segment + 1, _folder.SegmentFiles.Length);

        reader.Acknowledge(held);

        Assert.Empty(_folder.SegmentFiles);
    }

    [Fact]
    public async Task Segment_that_was_entered_in_its_middle_stays()
    {
        await WriteSegmentsAsync(40);
        DateTimeOffset middle = ReadTimes()[15];
        using (DeadLetterFileReader reader = Cleaning(options => options with { From = middle }))
        {
            AcknowledgeAll(reader);
        }

        string[] left = _folder.ReadAll();
        Assert.NotEmpty(left);
        Assert.Equal(Entries.Names(left.Length), left);
        Assert.InRange(left.Length, 16, 30);
    }

    [Fact]
    public async Task Segment_with_damage_stays_also_after_a_restart_behind_the_damage()
    {
        await WriteSegmentsAsync(40);
        string damaged = _folder.SegmentFiles[1];
        byte[] bytes = await File.ReadAllBytesAsync(damaged, TestContext.Current.CancellationToken);
        bytes[100] ^= 1;
        await File.WriteAllBytesAsync(damaged, bytes, TestContext.Current.CancellationToken);
        List<DamagedRange> told = [];
        using (DeadLetterFileReader reader = Cleaning(options => options with { OnDamage = told.Add }))
        {
            // To the middle of the damaged segment.
            foreach (StoredDeadLetter letter in reader.ReadAvailable().TakeWhile(letter => letter.Position.Segment == 1 || letter.Position.Offset < 2500))
            {
                reader.Acknowledge(letter);
            }
        }

        using (DeadLetterFileReader reader = Cleaning())
        {
            AcknowledgeAll(reader);
        }

        Assert.Equal([damaged], _folder.SegmentFiles);
        DamagedRange range = Assert.Single(told);
        Assert.Equal((damaged, 2), (range.File, range.Position.Segment));
        Assert.InRange(100, range.Position.Offset, range.Position.Offset + range.Length - 1);
    }

    [Fact]
    public async Task Segments_acknowledged_without_cleaning_go_when_a_cleaning_reader_opens()
    {
        await WriteSegmentsAsync(40);
        using (DeadLetterFileReader reader = _folder.OpenReader())
        {
            AcknowledgeAll(reader);
        }

        Assert.NotEmpty(_folder.SegmentFiles);
        Cleaning().Dispose();
        Assert.Empty(_folder.SegmentFiles);
    }

    [Fact]
    public async Task Reader_survives_removal_under_it()
    {
        await WriteSegmentsAsync(40);
        using DeadLetterFileReader reader = _folder.OpenReader();
        Assert.Equal("entry 0", reader.Read()?.Entry.Reason);
        string[] files = _folder.SegmentFiles;
        foreach (string file in files[..3])
        {
            File.Delete(file);
        }

        // The rest of the segment that it has open, and then what is left.
        long[] segments = [.. reader.ReadAvailable().Select(letter => letter.Position.Segment).Distinct()];
        Assert.Equal([1, .. Enumerable.Range(4, files.Length - 3).Select(number => (long)number)], segments);
        foreach (string file in files)
        {
            File.Delete(file);
        }

        Assert.Null(reader.Read());
        await _folder.WriteAsync(Entries.Of("after"));
        Assert.Equal("after", reader.Read()?.Entry.Reason);
        Assert.Equal(0, reader.DamagedRanges);
    }

    public void Dispose() => _folder.Dispose();

    private DeadLetterFileReader Cleaning(Func<DeadLetterFileReaderOptions, DeadLetterFileReaderOptions>? change = null) =>
        _folder.OpenReader(options => (change?.Invoke(options) ?? options) with { CleanConsumed = true });

    private static void AcknowledgeAll(DeadLetterFileReader reader)
    {
        foreach (StoredDeadLetter letter in reader.ReadAvailable())
        {
            reader.Acknowledge(letter);
        }
    }

    private DateTimeOffset[] ReadTimes()
    {
        using DeadLetterFileReader reader = _folder.OpenReader(options => options with { KeepsPosition = false });
        return [.. reader.ReadAvailable().Select(letter => letter.EntryTime)];
    }

    // Ten entries in a segment, each a second younger than the one before it.
    private async Task WriteSegmentsAsync(int entries)
    {
        await using DeadLetterFileWriter writer = _folder.OpenWriter(options => options with { SegmentBytes = 4096, IdleTime = TimeSpan.FromHours(1) });
        foreach (DeadLetterEntry entry in Entries.Numbered(entries, bytes: 310))
        {
            await writer.AppendAsync(entry, TestContext.Current.CancellationToken);
            _folder.Time.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
