using Kafka.Dlq.Files;
using Kafka.Dlq.Files.Storage;
using Kafka.Dlq.Tests.Unit.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kafka.Dlq.Tests.Unit.Files.Support;

/// <summary>A directory of dead letter files that a test fills, breaks and reads; it goes with the test.</summary>
internal sealed class FilesFolder : IDisposable
{
    // Thousands of files are written here and none has to outlive the machine, so they lie in memory where there is such a place.
    private const string InMemory = "/dev/shm";

    private readonly DirectoryInfo _folder = Directory.Exists(InMemory)
        ? Directory.CreateDirectory(System.IO.Path.Combine(InMemory, $"kafka-dlq-files-{Guid.NewGuid():N}"))
        : Directory.CreateTempSubdirectory("kafka-dlq-files-");

    public string Path => System.IO.Path.Combine(_folder.FullName, "letters");

    public ManualTimeProvider Time { get; } = new();

    public SegmentDirectory Segments => new(Path);

    public string[] SegmentFiles => [.. Segments.Segments().Select(Segments.FileOf)];

    public DeadLetterFileWriter OpenWriter(Func<DeadLetterFileOptions, DeadLetterFileOptions>? change = null, Func<string, ISegmentFile>? disk = null)
    {
        DeadLetterFileOptions options = new() { Directory = Path };
        return DeadLetterFileWriter.Open(change?.Invoke(options) ?? options, Time, NullLogger.Instance, disk ?? DiskSegmentFile.Create);
    }

    public DeadLetterFileReader OpenReader(Func<DeadLetterFileReaderOptions, DeadLetterFileReaderOptions>? change = null)
    {
        DeadLetterFileReaderOptions options = new() { Directory = Path };
        return DeadLetterFileReader.Open(change?.Invoke(options) ?? options, Time);
    }

    /// <summary>What a reader finds that changes nothing: the reasons of the entries, by which tests tell them apart.</summary>
    public string[] ReadAll()
    {
        using DeadLetterFileReader reader = OpenReader(options => options with { KeepsPosition = false });
        return [.. reader.ReadAvailable().Select(letter => letter.Entry.Reason!)];
    }

    /// <summary>Writes entries and closes.</summary>
    public async Task WriteAsync(params IEnumerable<DeadLetterEntry> entries)
    {
        await using DeadLetterFileWriter writer = OpenWriter();
        foreach (DeadLetterEntry entry in entries)
        {
            await writer.AppendAsync(entry, TestContext.Current.CancellationToken);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
