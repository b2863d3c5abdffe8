using Kafka.Dlq.Files;
using Kafka.Dlq.Tests.Unit.Files.Support;

namespace Kafka.Dlq.Tests.Unit.Files.Reading;

public sealed class PositionTests : IDisposable
{
    private readonly FilesFolder _folder = new();

    [Fact]
    public async Task Reader_goes_on_behind_the_last_that_was_acknowledged()
    {
        await _folder.WriteAsync(Entries.Numbered(10));

        Assert.Equal(Entries.Names(4), ReadAndAcknowledge(4));
        Assert.Equal(Entries.Names(10)[4..7], ReadAndAcknowledge(3));
        Assert.Equal(Entries.Names(10)[7..], ReadAndAcknowledge(99));
        Assert.Empty(ReadAndAcknowledge(99));
    }

    [Fact]
    public async Task One_that_is_not_acknowledged_holds_the_position()
    {
        await _folder.WriteAsync(Entries.Numbered(10));
        using (DeadLetterFileReader reader = _folder.OpenReader())
        {
            StoredDeadLetter[] read = [.. reader.ReadAvailable()];
            foreach (StoredDeadLetter letter in read.Where((_, index) => index != 5).Reverse())
            {
                reader.Acknowledge(letter);
                reader.Acknowledge(letter);
            }

            Assert.Equal(read[5].Position, reader.Position);
        }

        Assert.Equal(Entries.Names(10)[5..], ReadAndAcknowledge(99));
    }

    [Fact]
    public async Task Position_is_written_every_so_many_acknowledgements()
    {
        await _folder.WriteAsync(Entries.Numbered(10));
        using DeadLetterFileReader reader = _folder.OpenReader(options => options with { SaveEvery = 3 });
        string file = _folder.Segments.PositionFile("default");
        List<bool> isThere = [];
        foreach (StoredDeadLetter letter in reader.ReadAvailable().Take(4))
        {
            reader.Acknowledge(letter);
            isThere.Add(File.Exists(file));
        }

        Assert.Equal([false, false, true, true], isThere);
    }

    [Fact]
    public async Task Position_is_written_after_a_time()
    {
        await _folder.WriteAsync(Entries.Numbered(10));
        using DeadLetterFileReader reader = _folder.OpenReader(options => options with { SaveInterval = TimeSpan.FromSeconds(3) });
        reader.Acknowledge(reader.Read()!);
        _folder.Time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(File.Exists(_folder.Segments.PositionFile("default")));

        _folder.Time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.True(File.Exists(_folder.Segments.PositionFile("default")));
    }

    [Fact]
    public async Task Reading_without_a_position_begins_anew_and_writes_nothing()
    {
        await _folder.WriteAsync(Entries.Numbered(3));
        ReadAndAcknowledge(3);
        string[] before = Directory.GetFiles(_folder.Path);

        Assert.Equal(Entries.Names(3), _folder.ReadAll());
        using DeadLetterFileReader reader = _folder.OpenReader(options => options with { KeepsPosition = false });
        reader.Acknowledge(reader.Read()!);

        Assert.Null(reader.Position);
        Assert.Equal(before, Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Position_that_cannot_be_read_begins_anew()
    {
        await _folder.WriteAsync(Entries.Numbered(3));
        ReadAndAcknowledge(2);
        string file = _folder.Segments.PositionFile("default");
        byte[] position = File.ReadAllBytes(file);

        for (int bit = 0; bit < position.Length * 8; bit++)
        {
            position[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(file, position);
            position[bit / 8] ^= (byte)(1 << (bit % 8));
            using DeadLetterFileReader reader = _folder.OpenReader();
            string? first = reader.Read()?.Entry.Reason;

            // The line's end is no part of what is kept.
            Assert.True(first == "entry 0" || (bit / 8 == position.Length - 1 && first == "entry 2"), $"The flip of bit {bit} reads {first}.");
        }
    }

    [Fact]
    public async Task Names_have_positions_of_their_own_and_one_reader_each()
    {
        await _folder.WriteAsync(Entries.Numbered(3));
        using DeadLetterFileReader first = _folder.OpenReader(options => options with { Name = "first" });
        using DeadLetterFileReader second = _folder.OpenReader(options => options with { Name = "second" });
        StoredDeadLetter letter = first.Read()!;
        first.Acknowledge(letter);

        Assert.Equal("entry 0", second.Read()?.Entry.Reason);
        Assert.Throws<ArgumentException>(() => second.Acknowledge(letter));
        DeadLetterFilesInUseException inUse = Assert.Throws<DeadLetterFilesInUseException>(() => _folder.OpenReader(options => options with { Name = "first" }));
        Assert.Equal(Environment.ProcessId, inUse.ProcessId);
    }

    [Fact]
    public async Task Too_many_that_are_not_acknowledged_stop_the_reader_until_some_are()
    {
        await _folder.WriteAsync(Entries.Numbered(5));
        using DeadLetterFileReader reader = _folder.OpenReader(options => options with { MaxUnacknowledged = 2 });
        StoredDeadLetter first = reader.Read()!;
        reader.Read();

        Assert.Throws<InvalidOperationException>(() => reader.Read());

        reader.Acknowledge(first);
        Assert.Equal("entry 2", reader.Read()?.Entry.Reason);
    }

    public void Dispose() => _folder.Dispose();

    private string?[] ReadAndAcknowledge(int count)
    {
        using DeadLetterFileReader reader = _folder.OpenReader();
        List<string?> read = [];
        foreach (StoredDeadLetter letter in reader.ReadAvailable().Take(count))
        {
            reader.Acknowledge(letter);
            read.Add(letter.Entry.Reason);
        }

        return [.. read];
    }
}
