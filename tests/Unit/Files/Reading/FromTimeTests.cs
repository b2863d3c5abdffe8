using Kafka.Dlq.Files;
using Kafka.Dlq.Tests.Unit.Files.Support;

namespace Kafka.Dlq.Tests.Unit.Files.Reading;

public sealed class FromTimeTests : IDisposable
{
    private const int Count = 300;
    private readonly FilesFolder _folder = new();

    [Fact]
    public async Task Reading_begins_at_the_first_entry_of_a_time_or_later()
    {
        DateTimeOffset[] times = await WriteAsync();
        for (int index = 0; index < Count; index++)
        {
            DateTimeOffset[] asked = [times[index], times[index] - TimeSpan.FromTicks(1), times[index] + TimeSpan.FromTicks(1)];
            Assert.All(asked, time => Assert.Equal(Enumerable.Range(0, Count).Where(number => times[number] >= time).Cast<int?>().FirstOrDefault(), FirstFrom(time)));
        }
    }

    [Fact]
    public async Task Time_behind_all_waits_for_what_is_written_next()
    {
        await using DeadLetterFileWriter writer = _folder.OpenWriter();
        await writer.AppendAsync(Entries.Of("before"), TestContext.Current.CancellationToken);
        _folder.Time.Advance(TimeSpan.FromSeconds(0.1));
        using DeadLetterFileReader reader = _folder.OpenReader(options => options with { From = _folder.Time.GetUtcNow() });
        Assert.Null(reader.Read());

        await writer.AppendAsync(Entries.Of("after"), TestContext.Current.CancellationToken);

        Assert.Equal("after", reader.Read()?.Entry.Reason);
    }

    [Fact]
    public async Task Time_is_found_where_segments_were_removed_or_cannot_be_read()
    {
        DateTimeOffset[] times = await WriteAsync();
        string[] files = _folder.SegmentFiles;
        Assert.True(files.Length > 4, $"There are {files.Length} segments.");
        File.Delete(files[1]);
        File.WriteAllBytes(files[2], [.. Enumerable.Repeat((byte)3, 70_000)]);
        int[] left = [.. _folder.ReadAll().Select(name => int.Parse(name.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture))];

        foreach (DateTimeOffset time in times)
        {
            Assert.Equal(left.Where(index => times[index] >= time).Cast<int?>().FirstOrDefault(), FirstFrom(time));
        }
    }

    [Fact]
    public async Task Saved_position_wins_over_a_time()
    {
        DateTimeOffset[] times = await WriteAsync();
        using (DeadLetterFileReader reader = _folder.OpenReader(options => options with { From = times[11] }))
        {
            reader.Acknowledge(reader.Read()!);
        }

        using DeadLetterFileReader again = _folder.OpenReader(options => options with { From = times[11] });
        Assert.Equal("entry 12", again.Read()?.Entry.Reason);
    }

    [Fact]
    public async Task Clock_that_was_set_back_does_not_disorder_the_times()
    {
        await _folder.WriteAsync(Entries.Of("early"));
        _folder.Time.Advance(TimeSpan.FromHours(1));
        await _folder.WriteAsync(Entries.Of("late"));
        using FilesFolder other = new();
        Directory.Move(_folder.Path, other.Path);

        await other.WriteAsync(Entries.Of("after the clock was set back"));

        using DeadLetterFileReader reader = other.OpenReader();
        DateTimeOffset[] times = [.. reader.ReadAvailable().Select(letter => letter.EntryTime)];
        Assert.Equal([times[0], times[0] + TimeSpan.FromHours(1), times[1]], times);
    }

    public void Dispose() => _folder.Dispose();

    private int? FirstFrom(DateTimeOffset time)
    {
        using DeadLetterFileReader reader = _folder.OpenReader(options => options with { KeepsPosition = false, From = time });
        return reader.Read()?.Entry.Reason is { } name ? int.Parse(name.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) : null;
    }

    // Several segments of several blocks; some entries share a time, some are longer than a block.
    private async Task<DateTimeOffset[]> WriteAsync()
    {
        List<DateTimeOffset> times = [];
        await using DeadLetterFileWriter writer = _folder.OpenWriter(options => options with { SegmentBytes = 150_000, IdleTime = TimeSpan.FromHours(1) });
        foreach ((int index, DeadLetterEntry entry) in Entries.Numbered(Count, bytes: 1500).Index())
        {
            DeadLetterEntry sized = index % 50 == 7 ? entry with { Value = new byte[80_000] } : entry;
            await writer.AppendAsync(sized, TestContext.Current.CancellationToken);
            times.Add(_folder.Time.GetUtcNow());
            _folder.Time.Advance(index % 3 == 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(10));
        }

        return [.. times];
    }
}
