using Kafka.Dlq.Files;
using Kafka.Dlq.Tests.Unit.Files.Support;

namespace Kafka.Dlq.Tests.Unit.Files.Reading;

public sealed class FollowingTests : IDisposable
{
    private const int Count = 3000;
    private readonly FilesFolder _folder = new();

    [Fact]
    public async Task Reader_opened_before_there_is_a_directory_follows_what_comes()
    {
        using DeadLetterFileReader reader = _folder.OpenReader(options => options with { KeepsPosition = false });
        Assert.Null(reader.Read());
        await using DeadLetterFileWriter writer = _folder.OpenWriter();
        for (int index = 0; index < 5; index++)
        {
            await writer.AppendAsync(Entries.Of($"entry {index}", bytes: 20_000), TestContext.Current.CancellationToken);

            Assert.Equal($"entry {index}", reader.Read()?.Entry.Reason);
            Assert.Null(reader.Read());
        }
    }

    [Fact]
    public async Task Following_waits_for_its_poll_and_ends_with_its_token()
    {
        await using DeadLetterFileWriter writer = _folder.OpenWriter();
        using DeadLetterFileReader reader = _folder.OpenReader(options => options with { PollInterval = TimeSpan.FromMilliseconds(7) });
        using CancellationTokenSource cancellation = new();
        await using IAsyncEnumerator<StoredDeadLetter> letters = reader.FollowAsync(cancellation.Token).GetAsyncEnumerator(cancellation.Token);
        ValueTask<bool> next = letters.MoveNextAsync();
        await writer.AppendAsync(Entries.Of("first"), TestContext.Current.CancellationToken);
        Assert.False(next.IsCompleted);

        _folder.Time.Advance(TimeSpan.FromMilliseconds(7));
        Assert.True(await next);
        Assert.Equal("first", letters.Current.Entry.Reason);

        next = letters.MoveNextAsync();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }

    [Fact]
    public async Task Reader_beside_a_writer_sees_each_entry_once_in_order_while_it_cleans()
    {
        await using DeadLetterFileWriter writer = _folder.OpenWriter(options => options with { SegmentBytes = 50_000, Sync = SyncPolicy.OperatingSystem });
        using DeadLetterFileReader reader = _folder.OpenReader(options => options with { CleanConsumed = true });
        Task writing = Task.Run(() => WriteAllAsync(writer), TestContext.Current.CancellationToken);
        List<string?> read = [];

        await Soon.BecomesTrueAsync(
            () =>
            {
                foreach (StoredDeadLetter letter in reader.ReadAvailable())
                {
                    Assert.Equal(Entries.Bytes(letter.Entry.Value!.Value.Length, seed: letter.Entry.Reason!.Length), letter.Entry.Value.Value.ToArray());
                    read.Add(letter.Entry.Reason);
                    reader.Acknowledge(letter);
                }

                return read.Count >= Count;
            },
            "all entries are read");
        await writing;

        Assert.Equal(Entries.Names(Count), read);
        Assert.Equal(0, reader.DamagedRanges);
        await writer.DisposeAsync();
        Assert.Null(reader.Read());
        Assert.Empty(_folder.SegmentFiles);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task WriteAllAsync(DeadLetterFileWriter writer)
    {
        foreach ((int index, string name) in Entries.Names(Count).Index())
        {
            await writer.AppendAsync(Entries.Of(name, bytes: index % 100 == 99 ? 70_000 : index % 977), TestContext.Current.CancellationToken);
        }
    }
}
