using Confluent.Kafka;
using Kafka.Dlq.Files;
using System.Diagnostics;

namespace Kafka.Dlq.Benchmarks.Files;

/// <summary>Writes entries for a time and reads them back.</summary>
internal sealed class FileMeasurement(FileSettings settings, int valueBytes)
{
    private readonly DeadLetterEntry _entry = new()
    {
        ComponentType = "consumer",
        ComponentId = "OrdersConsumer",
        Reason = "negative total",
        Source = new TopicPartitionOffset("orders", 3, 123_456),
        Timestamp = new Timestamp(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc)),
        Key = new byte[8],
        Value = new byte[valueBytes],
        Headers = [new Header("traceparent", new byte[55])],
    };

    /// <summary>What the disk itself gives: the bytes of one entry, written and confirmed, again and again.</summary>
    public FileSample Bare()
    {
        string file = Path.Combine(settings.Directory, Path.GetRandomFileName());
        using FileStream stream = new(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        byte[] bytes = new byte[valueBytes + 200];
        long count = 0;
        long begin = Stopwatch.GetTimestamp();
        for (; Stopwatch.GetElapsedTime(begin).TotalSeconds < settings.Seconds; count++)
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }

        return Sample("bare disk: write and fsync in a loop", count, begin);
    }

    /// <summary>Callers that each await one append after the other; then a reader that acknowledges all and cleans.</summary>
    public async Task<IReadOnlyList<FileSample>> WriteAndReadAsync(SyncPolicy policy, int callers)
    {
        string folder = Path.Combine(settings.Directory, Path.GetRandomFileName());
        long written = 0;
        FileSample write;
        await using (DeadLetterFileWriter writer = DeadLetterFileWriter.Open(new DeadLetterFileOptions { Directory = folder, Sync = policy, MaxBytes = 64L << 30 }))
        {
            long begin = Stopwatch.GetTimestamp();
            long[] counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => AppendAsync(writer, begin))));
            written = counts.Sum();
            write = Sample($"write, {policy}, {callers} caller{(callers == 1 ? "" : "s")}", written, begin);
        }

        FileSample read = ReadBack(folder, written);
        Directory.Delete(folder, recursive: true);
        return policy == SyncPolicy.OperatingSystem && callers > 1 ? [write, read] : [write];
    }

    private async Task<long> AppendAsync(DeadLetterFileWriter writer, long begin)
    {
        long count = 0;
        for (; Stopwatch.GetElapsedTime(begin).TotalSeconds < settings.Seconds; count++)
        {
            await writer.AppendAsync(_entry);
        }

        return count;
    }

    private FileSample ReadBack(string folder, long expected)
    {
        long begin = Stopwatch.GetTimestamp();
        using DeadLetterFileReader reader = DeadLetterFileReader.Open(new DeadLetterFileReaderOptions { Directory = folder, CleanConsumed = true });
        long count = 0;
        foreach (StoredDeadLetter letter in reader.ReadAvailable())
        {
            reader.Acknowledge(letter);
            count++;
        }

        return count == expected
            ? Sample("read, acknowledge each, clean", count, begin)
            : throw new BenchException($"{expected} entries were acknowledged and {count} read back from {folder}.");
    }

    private FileSample Sample(string row, long count, long begin) => new(row, valueBytes, count / Stopwatch.GetElapsedTime(begin).TotalSeconds);
}
