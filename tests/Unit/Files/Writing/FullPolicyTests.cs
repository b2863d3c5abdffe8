using Kafka.Dlq.Files;
using Kafka.Dlq.Files.Writing;
using Kafka.Dlq.Tests.Unit.Files.Support;

namespace Kafka.Dlq.Tests.Unit.Files.Writing;

public sealed class FullPolicyTests : IDisposable
{
    private const int Segment = 4096;
    private const int MaxBytes = 5 * Segment;

    private readonly FilesFolder _folder = new();

    [Fact]
    public async Task Drop_newer_keeps_what_is_there_and_says_what_is_dropped()
    {
        await using DeadLetterFileWriter writer = Open(FullPolicy.DropNewer);

        List<AppendResult> results = [];
        foreach (DeadLetterEntry entry in Entries.Numbered(100, bytes: 400))
        {
            results.Add(await writer.AppendAsync(entry, TestContext.Current.CancellationToken));
        }

        string[] kept = _folder.ReadAll();
        Assert.Equal(Entries.Names(kept.Length), kept);
        Assert.InRange(kept.Length, 30, 60);
        Assert.Equal(kept.Length, results.TakeWhile(result => result == AppendResult.Written).Count());
        Assert.Equal(100 - kept.Length, writer.Statistics.Dropped);
        CheckBound(writer);
    }

    [Fact]
    public async Task Drop_older_keeps_what_came_last()
    {
        await using DeadLetterFileWriter writer = Open(FullPolicy.DropOlder);

        foreach (DeadLetterEntry entry in Entries.Numbered(100, bytes: 400))
        {
            Assert.Equal(AppendResult.Written, await writer.AppendAsync(entry, TestContext.Current.CancellationToken));
            CheckBound(writer);
        }

        string[] kept = _folder.ReadAll();
        Assert.Equal(Entries.Names(100)[^kept.Length..], kept);
        Assert.InRange(kept.Length, 20, 60);
        Assert.Equal(100 - kept.Length, writer.Statistics.Dropped);
        Assert.Equal(kept.Length, writer.Statistics.Entries);
    }

    [Fact]
    public async Task Block_waits_until_a_reader_has_made_room()
    {
        await using DeadLetterFileWriter writer = Open(FullPolicy.Block);
        Task<AppendResult>[] appends = [.. Entries.Numbered(100, bytes: 400).Select(entry => writer.AppendAsync(entry, TestContext.Current.CancellationToken))];
        await Soon.BecomesTrueAsync(() => writer.Statistics.IsBlocked, "the writer waits for room");
        Assert.Contains(appends, append => !append.IsCompleted);
        CheckBound(writer);

        using DeadLetterFileReader reader = _folder.OpenReader(options => options with { CleanConsumed = true });
        List<string?> read = [];
        await Soon.BecomesTrueAsync(
            () =>
            {
                foreach (StoredDeadLetter letter in reader.ReadAvailable())
                {
                    read.Add(letter.Entry.Reason);
                    reader.Acknowledge(letter);
                }

                // The poll of a blocked writer, and the tick that ends an idle segment.
                _folder.Time.Advance(WriteLoop.RoomPoll);
                return read.Count == 100;
            },
            "all entries have found room");

        Assert.All(await Task.WhenAll(appends), result => Assert.Equal(AppendResult.Written, result));
        Assert.Equal(Entries.Names(100), read);
        Assert.Equal(0, writer.Statistics.Dropped);
        Assert.False(writer.Statistics.IsBlocked);
    }

    [Fact]
    public async Task Entry_that_waits_for_room_can_be_taken_back()
    {
        await using DeadLetterFileWriter writer = Open(FullPolicy.Block);
        using CancellationTokenSource cancellation = new();
        Task<AppendResult>[] appends = [.. Entries.Numbered(100, bytes: 400).Select(entry => writer.AppendAsync(entry, cancellation.Token))];
        await Soon.BecomesTrueAsync(() => writer.Statistics.IsBlocked, "the writer waits for room");

        await cancellation.CancelAsync();
        await Soon.BecomesTrueAsync(() => appends.All(append => append.IsCompleted), "all appends have ended");

        int written = appends.Count(append => append.IsCompletedSuccessfully);
        Assert.Equal(100 - written, appends.Count(append => append.IsCanceled));
        Assert.Equal(Entries.Names(written), _folder.ReadAll());
    }

    [Fact]
    public async Task Close_fails_what_waits_for_room()
    {
        DeadLetterFileWriter writer = Open(FullPolicy.Block);
        Task<AppendResult>[] appends = [.. Entries.Numbered(100, bytes: 400).Select(entry => writer.AppendAsync(entry, TestContext.Current.CancellationToken))];
        await Soon.BecomesTrueAsync(() => writer.Statistics.IsBlocked, "the writer waits for room");

        await writer.DisposeAsync();

        await Assert.ThrowsAsync<IOException>(() => appends[^1]);
        Assert.Equal(Entries.Names(appends.Count(append => append.IsCompletedSuccessfully)), _folder.ReadAll());
    }

    [Theory]
    [InlineData(FullPolicy.Block)]
    [InlineData(FullPolicy.DropNewer)]
    [InlineData(FullPolicy.DropOlder)]
    public async Task Entry_that_never_finds_room_is_refused(FullPolicy policy)
    {
        await using DeadLetterFileWriter writer = Open(policy);
        await writer.AppendAsync(Entries.Of("kept"), TestContext.Current.CancellationToken);

        ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(() => writer.AppendAsync(Entries.Of("large", MaxBytes), TestContext.Current.CancellationToken));

        Assert.Contains($"{MaxBytes}", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["kept"], _folder.ReadAll());
    }

    public void Dispose() => _folder.Dispose();

    private DeadLetterFileWriter Open(FullPolicy policy) => _folder.OpenWriter(options => options with { SegmentBytes = Segment, MaxBytes = MaxBytes, WhenFull = policy });

    private void CheckBound(DeadLetterFileWriter writer)
    {
        long bytes = _folder.SegmentFiles.Sum(file => new FileInfo(file).Length);
        Assert.InRange(bytes, 1, MaxBytes);
        Assert.Equal(bytes, writer.Statistics.Bytes);
    }
}
