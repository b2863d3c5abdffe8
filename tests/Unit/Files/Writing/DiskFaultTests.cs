using Kafka.Dlq.Files;
using Kafka.Dlq.Tests.Unit.Files.Support;

namespace Kafka.Dlq.Tests.Unit.Files.Writing;

public sealed class DiskFaultTests : IDisposable
{
    private readonly FilesFolder _folder = new();
    private readonly FaultyDisk _disk = new();

    [Fact]
    public async Task Full_disk_at_every_byte_fails_the_append_and_costs_nothing_that_was_acknowledged()
    {
        int step = 0;
        List<string> acknowledged = [];
        await using DeadLetterFileWriter writer = _folder.OpenWriter(disk: _disk.Create);
        for (int room = 0; room < 200; room += 3)
        {
            string kept = $"kept {step}";
            await writer.AppendAsync(Entries.Of(kept), TestContext.Current.CancellationToken);
            acknowledged.Add(kept);
            _disk.Room = room;
            IOException? failure = await FailureOfAsync(writer.AppendAsync(Entries.Of($"unsure {step++}"), TestContext.Current.CancellationToken));
            Assert.Equal(room < Length(step - 1), failure is not null);
            _disk.Room = long.MaxValue;
        }

        Assert.Contains("No space left", writer.Statistics.LastError, StringComparison.Ordinal);
        Assert.Equal(_folder.Time.GetUtcNow(), writer.Statistics.LastErrorAt);
        Assert.Equal(acknowledged, _folder.ReadAll().Where(name => name.StartsWith("kept", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Reader_at_the_end_sees_what_is_written_after_a_full_disk()
    {
        await using DeadLetterFileWriter writer = _folder.OpenWriter(disk: _disk.Create);
        await writer.AppendAsync(Entries.Of("before"), TestContext.Current.CancellationToken);
        using DeadLetterFileReader reader = _folder.OpenReader();
        Assert.Equal("before", reader.Read()?.Entry.Reason);
        _disk.Room = 50;
        Assert.NotNull(await FailureOfAsync(writer.AppendAsync(Entries.Of("lost"), TestContext.Current.CancellationToken)));
        Assert.Null(reader.Read());
        _disk.Room = long.MaxValue;

        await writer.AppendAsync(Entries.Of("after"), TestContext.Current.CancellationToken);

        Assert.Equal("after", reader.Read()?.Entry.Reason);
        Assert.Equal(0, reader.DamagedRanges);
    }

    [Fact]
    public async Task Entry_that_the_disk_does_not_confirm_is_not_acknowledged()
    {
        await using DeadLetterFileWriter writer = _folder.OpenWriter(disk: _disk.Create);
        await writer.AppendAsync(Entries.Of("first"), TestContext.Current.CancellationToken);
        _disk.Confirms = false;

        Assert.NotNull(await FailureOfAsync(writer.AppendAsync(Entries.Of("unsure"), TestContext.Current.CancellationToken)));

        _disk.Confirms = true;
        await writer.AppendAsync(Entries.Of("last"), TestContext.Current.CancellationToken);
        Assert.Equal(["first", "last"], _folder.ReadAll());
        Assert.Equal(2, _folder.SegmentFiles.Length);
    }

    [Fact]
    public async Task Directory_that_is_gone_fails_the_append_and_serves_again_when_it_is_back()
    {
        await using DeadLetterFileWriter writer = _folder.OpenWriter(disk: _disk.Create);
        string moved = _folder.Path + ".moved";
        Directory.Move(_folder.Path, moved);
        Assert.NotNull(await FailureOfAsync(writer.AppendAsync(Entries.Of("unsure"), TestContext.Current.CancellationToken)));

        Directory.Move(moved, _folder.Path);
        await writer.AppendAsync(Entries.Of("back"), TestContext.Current.CancellationToken);

        Assert.Equal(["back"], _folder.ReadAll());
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<IOException?> FailureOfAsync(Task append)
    {
        try
        {
            await append;
            return null;
        }
        catch (IOException failure)
        {
            return failure;
        }
    }

    // What an entry of this test takes: a fragment's head, the fixed fields, its reason and its value.
    private static int Length(int step) => 8 + 58 + $"unsure {step}".Length + 20;
}
