using Kafka.Dlq.Files;
using Kafka.Dlq.Files.Format;
using Kafka.Dlq.Tests.Unit.Files.Support;

namespace Kafka.Dlq.Tests.Unit.Files.Writing;

public sealed class SegmentLifeTests : IDisposable
{
    private readonly FilesFolder _folder = new();

    [Fact]
    public async Task Segment_ends_at_its_size()
    {
        const int Size = 8192;
        await using DeadLetterFileWriter writer = _folder.OpenWriter(options => options with { SegmentBytes = Size });
        foreach (DeadLetterEntry entry in Entries.Numbered(100, bytes: 500))
        {
            await writer.AppendAsync(entry, TestContext.Current.CancellationToken);
        }

        long[] lengths = [.. _folder.SegmentFiles.Select(file => new FileInfo(file).Length)];
        Assert.All(lengths[..^1], length => Assert.InRange(length, Size - 700, Size + Layout.Seal));
        Assert.Equal(Entries.Names(100), _folder.ReadAll());
        Assert.Equal(lengths.Length, writer.Statistics.Segments);
    }

    [Theory]
    [InlineData(5, 6)]
    [InlineData(0, 2)]
    public async Task Idle_segment_ends_so_that_it_can_be_removed(int idleSeconds, int endsWithin)
    {
        await using DeadLetterFileWriter writer = _folder.OpenWriter(options => options with { IdleTime = TimeSpan.FromSeconds(idleSeconds) });
        await writer.AppendAsync(Entries.Of("first"), TestContext.Current.CancellationToken);
        using DeadLetterFileReader reader = _folder.OpenReader(options => options with { CleanConsumed = true });
        reader.Acknowledge(reader.Read()!);
        Assert.Null(reader.Read());
        await AdvanceAsync(writer, TimeSpan.FromSeconds(Math.Max(1, idleSeconds) - 0.5));
        Assert.Null(reader.Read());
        Assert.Single(_folder.SegmentFiles);

        await AdvanceAsync(writer, TimeSpan.FromSeconds(endsWithin - Math.Max(1, idleSeconds) + 0.5));

        Assert.Null(reader.Read());
        Assert.Empty(_folder.SegmentFiles);
        await writer.AppendAsync(Entries.Of("second"), TestContext.Current.CancellationToken);
        Assert.Equal("second", reader.Read()?.Entry.Reason);
    }

    [Fact]
    public async Task Old_segments_go_once_a_second()
    {
        await using DeadLetterFileWriter writer = _folder.OpenWriter(options => options with { RetainAge = TimeSpan.FromMinutes(1) });
        await writer.AppendAsync(Entries.Of("old"), TestContext.Current.CancellationToken);
        await AdvanceAsync(writer, TimeSpan.FromSeconds(30));
        Assert.Equal(TimeSpan.FromSeconds(30), writer.Statistics.OldestAge);
        await writer.AppendAsync(Entries.Of("young"), TestContext.Current.CancellationToken);

        await AdvanceAsync(writer, TimeSpan.FromSeconds(31));

        Assert.Equal(["young"], _folder.ReadAll());
        Assert.Equal(1, writer.Statistics.Expired);
        await AdvanceAsync(writer, TimeSpan.FromSeconds(30));
        Assert.Empty(_folder.SegmentFiles);
        Assert.Equal((2, 0, 0), (writer.Statistics.Expired, writer.Statistics.Entries, writer.Statistics.Segments));
        Assert.Null(writer.Statistics.OldestAge);
    }

    [Fact]
    public async Task Old_segments_go_at_a_start_with_the_first_write_and_at_the_close()
    {
        await _folder.WriteAsync(Entries.Of("before"));
        _folder.Time.Advance(TimeSpan.FromHours(2));
        await using DeadLetterFileWriter writer = _folder.OpenWriter(options => options with { RetainAge = TimeSpan.FromHours(1), IdleTime = TimeSpan.FromHours(9) });
        await writer.AppendAsync(Entries.Of("now"), TestContext.Current.CancellationToken);
        Assert.Equal(["now"], _folder.ReadAll());
        using (DeadLetterFileReader reader = _folder.OpenReader())
        {
            Assert.Equal("now", reader.Read()?.Entry.Reason);
        }

        _folder.Time.Advance(TimeSpan.FromHours(1.1));
        await writer.DisposeAsync();

        Assert.Empty(_folder.SegmentFiles);
        Assert.Equal(2, writer.Statistics.Expired);
    }

    [Fact]
    public async Task Numbers_are_not_used_again_when_all_segments_were_removed()
    {
        await _folder.WriteAsync(Entries.Of("first"));
        using DeadLetterFileReader reader = _folder.OpenReader(options => options with { CleanConsumed = true });
        reader.Acknowledge(reader.Read()!);
        Assert.Null(reader.Read());
        Assert.Empty(_folder.SegmentFiles);

        await _folder.WriteAsync(Entries.Of("second"));

        Assert.Equal("second", reader.Read()?.Entry.Reason);
    }

    [Fact]
    public async Task Clean_up_at_the_start_removes_rests_and_empty_segments_and_keeps_what_nobody_can_read()
    {
        await _folder.WriteAsync(Entries.Of("kept"));
        string next = _folder.Segments.FileOf(7);
        File.WriteAllBytes(next, []);
        File.WriteAllBytes(_folder.Segments.FileOf(8), SegmentHead.Bytes());
        File.WriteAllBytes(_folder.Segments.FileOf(9), new byte[20]);
        File.WriteAllBytes(_folder.Segments.FileOf(10), [.. Enumerable.Repeat((byte)1, 5000)]);
        File.WriteAllText(_folder.Segments.SequenceFile + ".tmp", "rest");

        await _folder.WriteAsync(Entries.Of("new"));

        Assert.Equal(["kept", "new"], _folder.ReadAll());
        Assert.Equal([1, 11], _folder.Segments.Segments());
        Assert.Equal(5000, new FileInfo(_folder.Segments.FileOf(10) + ".corrupt").Length);
        Assert.False(File.Exists(_folder.Segments.SequenceFile + ".tmp"));
    }

    [Fact]
    public async Task Second_writer_fails_at_once_and_names_the_first()
    {
        await using DeadLetterFileWriter writer = _folder.OpenWriter();

        DeadLetterFilesInUseException inUse = Assert.Throws<DeadLetterFilesInUseException>(() => _folder.OpenWriter());

        Assert.Equal(Environment.ProcessId, inUse.ProcessId);
        Assert.Contains($"process {Environment.ProcessId}", inUse.Message, StringComparison.Ordinal);
        await writer.AppendAsync(Entries.Of("first"), TestContext.Current.CancellationToken);
        await writer.DisposeAsync();
        await _folder.WriteAsync(Entries.Of("second"));
        Assert.Equal(["first", "second"], _folder.ReadAll());
    }

    [Fact]
    public async Task Closed_writer_refuses_and_may_be_closed_twice()
    {
        DeadLetterFileWriter writer = _folder.OpenWriter();
        await writer.DisposeAsync();
        await writer.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => writer.AppendAsync(Entries.Of("late"), TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => writer.FlushAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void All_faults_of_options_are_told_at_once()
    {
        ArgumentException faults = Assert.Throws<ArgumentException>(() => _folder.OpenWriter(options => options with { SegmentBytes = 1, MaxBytes = 0, RetainAge = TimeSpan.Zero }));

        Assert.Contains("SegmentBytes is 1; allowed: 4096 or more.", faults.Message, StringComparison.Ordinal);
        Assert.Contains("MaxBytes is 0; allowed: SegmentBytes (1) or more.", faults.Message, StringComparison.Ordinal);
        Assert.Contains("RetainAge is 00:00:00; allowed: more than zero, or null.", faults.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    // Half a second at a time, each waited for, so that a tick is not swallowed by the one before it.
    private async Task AdvanceAsync(DeadLetterFileWriter writer, TimeSpan by)
    {
        for (TimeSpan done = TimeSpan.Zero; done < by; done += TimeSpan.FromSeconds(0.5))
        {
            _folder.Time.Advance(TimeSpan.FromSeconds(0.5));
            await writer.FlushAsync(TestContext.Current.CancellationToken);
        }
    }
}
