using Kafka.Dlq.Files;
using Kafka.Dlq.Files.Storage;
using Kafka.Dlq.Tests.Unit.Files.Support;
using Kafka.Dlq.Tests.Unit.Instrumentation.Logging;
using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.Tests.Unit.Files.Writing;

/// <summary>What a writer says of itself: warnings in the log, and how it stands.</summary>
public sealed class WriterTellsTests : IDisposable
{
    private readonly FilesFolder _folder = new();
    private readonly CollectingLogger _log = new(LogLevel.Warning);

    [Theory]
    [InlineData(0, true)]
    [InlineData(999, true)]
    [InlineData(1_000, false)]
    [InlineData(5_000, false)]
    public async Task Idle_time_below_a_second_is_raised_with_a_warning(int milliseconds, bool isRaised)
    {
        await using DeadLetterFileWriter writer = Open(new DeadLetterFileOptions { Directory = _folder.Path, IdleTime = TimeSpan.FromMilliseconds(milliseconds) });

        Assert.Equal(isRaised ? [600] : [], _log.Lines.Select(line => line.Id));
    }

    [Fact]
    public async Task Statistics_tell_size_limit_and_policy()
    {
        await using DeadLetterFileWriter writer = Open(new DeadLetterFileOptions { Directory = _folder.Path, MaxBytes = 20_000, SegmentBytes = 10_000, WhenFull = FullPolicy.DropOlder });
        await writer.AppendAsync(Entries.Of("first"), TestContext.Current.CancellationToken);

        DeadLetterFileStatistics found = writer.Statistics;

        Assert.Equal((20_000L, FullPolicy.DropOlder, 1L, 1, false), (found.MaxBytes, found.Policy, found.Entries, found.Segments, found.IsBlocked));
        Assert.Equal(new FileInfo(_folder.SegmentFiles.Single()).Length, found.Bytes);
        Assert.Null(found.LastError);
    }

    [Fact]
    public async Task Directory_that_is_full_is_told_once_while_it_stays_full()
    {
        await using DeadLetterFileWriter writer = Open(new DeadLetterFileOptions { Directory = _folder.Path, MaxBytes = 10_000, SegmentBytes = 5_000, WhenFull = FullPolicy.DropNewer });
        foreach (DeadLetterEntry entry in Entries.Numbered(50, bytes: 500))
        {
            await writer.AppendAsync(entry, TestContext.Current.CancellationToken);
        }

        CollectingLogger.Line line = Assert.Single(_log.Lines);
        Assert.Equal((605, FullPolicy.DropNewer), (line.Id, (FullPolicy)line.Values["Policy"]!));
    }

    public void Dispose()
    {
        _folder.Dispose();
        _log.Dispose();
    }

    private DeadLetterFileWriter Open(DeadLetterFileOptions options) => DeadLetterFileWriter.Open(options, _folder.Time, _log, DiskSegmentFile.Create);
}
