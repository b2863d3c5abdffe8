using Confluent.Kafka;
using Kafka.Dlq.Files;
using Kafka.Dlq.Tests.Unit.Files.Support;

namespace Kafka.Dlq.Tests.Unit.Files;

public sealed class RoundTripTests : IDisposable
{
    private readonly FilesFolder _folder = new();

    public static TheoryData<string, DeadLetterEntry> Kinds => new()
    {
        { "everything", Entries.Full() },
        { "nothing", new DeadLetterEntry() },
        { "all empty", new DeadLetterEntry { ComponentType = "", ComponentId = "", Reason = "", Key = Array.Empty<byte>(), Value = Array.Empty<byte>(), Headers = [] } },
        { "null key, empty value", new DeadLetterEntry { Value = Array.Empty<byte>() } },
        { "empty key, tombstone", new DeadLetterEntry { Key = Array.Empty<byte>() } },
        { "odd coordinates", new DeadLetterEntry { Source = new TopicPartitionOffset("t", Partition.Any, Offset.Unset), Timestamp = new Timestamp(long.MinValue, TimestampType.CreateTime) } },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Entry_comes_back_as_it_was(string name, DeadLetterEntry entry)
    {
        await _folder.WriteAsync(entry);

        using DeadLetterFileReader reader = _folder.OpenReader();
        StoredDeadLetter read = Assert.Single(reader.ReadAvailable());
        Assert.Equal(_folder.Time.GetUtcNow(), read.EntryTime);
        SameEntry.Equal(entry, read.Entry);
        Assert.NotNull(name);
    }

    [Theory]
    [InlineData(32 * 1024)]
    [InlineData(100_000)]
    [InlineData(12 * 1024 * 1024)]
    public async Task Entry_of_many_blocks_comes_back_as_it_was(int bytes)
    {
        DeadLetterEntry large = Entries.Full() with { Value = Entries.Bytes(bytes, seed: 3) };

        await _folder.WriteAsync(Entries.Of("before"), large, Entries.Of("after"));

        using DeadLetterFileReader reader = _folder.OpenReader();
        StoredDeadLetter[] read = [.. reader.ReadAvailable()];
        Assert.Equal(["before", large.Reason, "after"], read.Select(letter => letter.Entry.Reason));
        SameEntry.Equal(large, read[1].Entry);
    }

    [Fact]
    public async Task Entries_of_every_size_around_a_block_come_back()
    {
        const int Block = 32 * 1024;
        int[] sizes = [.. Enumerable.Range(Block - 160, 170)];

        await _folder.WriteAsync(sizes.SelectMany(size => new[] { Entries.Of($"{size}", size), Entries.Of("-", 1) }));

        using DeadLetterFileReader reader = _folder.OpenReader();
        Assert.Equal(sizes.SelectMany(size => new[] { size, 1 }), reader.ReadAvailable().Select(letter => letter.Entry.Value!.Value.Length));
        Assert.Equal(0, reader.DamagedRanges);
    }

    [Fact]
    public async Task Position_of_an_entry_grows_from_one_to_the_next()
    {
        await using DeadLetterFileWriter writer = _folder.OpenWriter(options => options with { SegmentBytes = 4096 });
        foreach (DeadLetterEntry entry in Entries.Numbered(100, bytes: 300))
        {
            await writer.AppendAsync(entry, TestContext.Current.CancellationToken);
        }

        using DeadLetterFileReader reader = _folder.OpenReader();
        DeadLetterPosition[] positions = [.. reader.ReadAvailable().Select(letter => letter.Position)];
        Assert.Equal(positions.Order(), positions);
        Assert.Equal(100, positions.Distinct().Count());
        Assert.True(positions[^1].Segment > 5, $"The last position is {positions[^1]}.");
    }

    public void Dispose() => _folder.Dispose();
}
