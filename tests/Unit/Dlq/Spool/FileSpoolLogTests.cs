using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Files;
using Kafka.Dlq.Tests.Unit.Dlq.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kafka.Dlq.Tests.Unit.Dlq.Spool;

public sealed class FileSpoolLogTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kafka-dlq-spool-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Letters_come_back_in_order_with_what_their_headers_tell_and_those_acknowledged_do_not_come_again()
    {
        await using (FileSpoolLog log = Open())
        {
            for (int offset = 0; offset < 5; offset++)
            {
                DeadLetter letter = Some.Letter(SomeRecord.At(offset, partition: 2));
                await log.AppendAsync(letter, new DeadLetterRecord(letter, new DeadLetterOptions(), Some.Time), TestContext.Current.CancellationToken);
            }

            log.Acknowledge(log.Read()!);
            log.Acknowledge(log.Read()!);
        }

        await using FileSpoolLog again = Open();
        SpooledLetter first = again.Read()!;
        Assert.Equal(("billing", "orders", 2), first.Source);
        Assert.Equal("orders-2-2@billing#1", first.Record.IdText);
        Assert.Equal("orders-2-2@billing#1", first.Record.Id.ToString());
        Assert.Equal((3, ErrorKind.Consume, "OrdersConsumer"), (first.Letter.Attempts, first.Letter.Kind, first.Letter.Consumer));
        Assert.Equal([3L, 4L], new[] { again.Read()!, again.Read()! }.Select(letter => letter.Letter.Message.Offset.Value));
        Assert.Null(again.Read());
    }

    [Fact]
    public async Task It_tells_how_much_lies_there()
    {
        await using FileSpoolLog log = Open(new SpoolOptions { MaxBytes = 20_000_000 });
        DeadLetter letter = Some.Letter();
        await log.AppendAsync(letter, new DeadLetterRecord(letter, new DeadLetterOptions(), Some.Time), TestContext.Current.CancellationToken);

        SpoolStatistics found = log.Statistics;
        Assert.Equal((1, 20_000_000, false, null), (found.Letters, found.MaxBytes, found.IsFull, found.LastError));
        Assert.InRange(found.Bytes, 100, 10_000);
        Assert.NotNull(found.OldestAge);
    }

    [Fact]
    public async Task A_second_host_is_told_who_has_the_directory()
    {
        await using FileSpoolLog first = Open();

        DeadLetterFilesInUseException refused = Assert.Throws<DeadLetterFilesInUseException>(Open);

        Assert.Contains($"process {Environment.ProcessId}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_spool_waits_for_room_and_drops_nothing()
    {
        await using FileSpoolLog log = Open(new SpoolOptions { SegmentBytes = 4096, MaxBytes = 8192 });
        DeadLetter letter = Some.Letter();
        DeadLetterRecord record = new(letter, new DeadLetterOptions(), Some.Time);
        List<Task> appends = [.. Enumerable.Range(0, 40).Select(_ => log.AppendAsync(letter, record, TestContext.Current.CancellationToken))];

        int read = 0;
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(120));
        while (read < appends.Count)
        {
            if (log.Read() is { } next)
            {
                log.Acknowledge(next);
                read++;
            }
            else
            {
                await Task.Delay(10, deadline.Token);
            }
        }

        await Task.WhenAll(appends).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private FileSpoolLog Open() => Open(new SpoolOptions());

    private FileSpoolLog Open(SpoolOptions options) => FileSpoolLog.Open(_folder.FullName, "orders.dlq", options, _ => { }, TimeProvider.System, NullLogger.Instance);
}
