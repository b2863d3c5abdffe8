using Kafka.Dlq.Files;
using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.DeadLetters;

/// <summary>The spool of one dead letter topic in local files: a writer that has the disk confirm each letter, and a reader that removes what was delivered.</summary>
internal sealed class FileSpoolLog : ISpoolLog
{
    private const int SaveEvery = 100;

    private readonly string _topic;
    private readonly DeadLetterFileWriter _writer;
    private readonly DeadLetterFileReader _reader;

    private FileSpoolLog(string topic, DeadLetterFileWriter writer, DeadLetterFileReader reader) => (_topic, _writer, _reader) = (topic, writer, reader);

    /// <exception cref="DeadLetterFilesInUseException">Another host has the directory.</exception>
    /// <exception cref="IOException">The directory cannot be used.</exception>
    public static FileSpoolLog Open(string directory, string topic, SpoolOptions options, Action<DamagedRange> onDamage, TimeProvider time, ILogger logger)
    {
        DeadLetterFileReader reader = DeadLetterFileReader.Open(
            new DeadLetterFileReaderOptions { Directory = directory, Name = "spool", CleanConsumed = true, SaveEvery = SaveEvery, OnDamage = onDamage }, time, logger);
        try
        {
            DeadLetterFileWriter writer = DeadLetterFileWriter.Open(
                new DeadLetterFileOptions { Directory = directory, MaxBytes = options.MaxBytes, SegmentBytes = options.SegmentBytes, Sync = SyncPolicy.Each, WhenFull = FullPolicy.Block }, time, logger);
            return new FileSpoolLog(topic, writer, reader);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    public SpoolStatistics Statistics
    {
        get
        {
            DeadLetterFileStatistics files = _writer.Statistics;
            return new SpoolStatistics(files.Entries, files.Bytes, files.MaxBytes, files.OldestAge, files.IsBlocked, files.LastError);
        }
    }

    public async Task AppendAsync(DeadLetter letter, DeadLetterRecord record, CancellationToken cancellationToken) =>
        await _writer.AppendAsync(SpoolEntries.Write(letter, record), cancellationToken);

    public SpooledLetter? Read() => _reader.Read() is { } stored ? SpoolEntries.Read(stored.Entry, _topic, stored) : null;

    public void Acknowledge(SpooledLetter letter) => _reader.Acknowledge((StoredDeadLetter)letter.Entry);

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await _writer.DisposeAsync();
    }
}
