using Kafka.Dlq.Files.Format;
using Kafka.Dlq.Files.Reading;
using Kafka.Dlq.Files.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using System.Runtime.CompilerServices;

namespace Kafka.Dlq.Files;

/// <summary>
/// Reads dead letters back from the files of a <see cref="DeadLetterFileWriter"/>, oldest first, while they are written or when nobody writes. An entry is given only when each byte of
/// it is as it was written. Each that is done with is acknowledged; then the position moves on, and after a crash reading goes on from the last position written down, so some entries
/// may come twice and none is left out.
/// </summary>
/// <remarks>One thread reads; <see cref="Acknowledge"/> may be called from any, and in any order.</remarks>
/// <example><code>
/// using DeadLetterFileReader reader = DeadLetterFileReader.Open(new DeadLetterFileReaderOptions { Directory = "/var/lib/shop/dead-letters", CleanConsumed = true });
/// await foreach (StoredDeadLetter letter in reader.FollowAsync(cancellationToken))
/// {
///     await RepairAsync(letter.Entry);
///     reader.Acknowledge(letter);
/// }
/// </code></example>
public sealed class DeadLetterFileReader : IDisposable
{
    private readonly DeadLetterFileReaderOptions _options;
    private readonly TimeProvider _time;
    private readonly LogCursor _cursor;
    private readonly ReaderProgress? _progress;
    private readonly ILogger _logger;

    private DeadLetterFileReader(DeadLetterFileReaderOptions options, SegmentDirectory directory, ReaderProgress? progress, TimeProvider time, ILogger logger)
    {
        (_options, _progress, _time, _logger) = (options, progress, time, logger);
        _cursor = new LogCursor(directory, progress?.Start ?? ReaderProgress.Begin(directory, options.From).Position) { Ended = EndSegment, Damaged = TellDamage };
    }

    /// <summary>Everything before this place that was read was acknowledged; null when no position is kept.</summary>
    public DeadLetterPosition? Position => _progress?.Position;

    /// <summary>How often bytes could not be read and were passed over since the reader was opened.</summary>
    public long DamagedRanges { get; private set; }

    /// <summary>Opens a directory for reading. It need not be there yet.</summary>
    /// <param name="options">Where, and from where on.</param>
    /// <param name="timeProvider">The clock; default the system's.</param>
    /// <param name="logger">Where warnings go; default nowhere.</param>
    /// <exception cref="ArgumentException">Options cannot be used; all of them are named.</exception>
    /// <exception cref="DeadLetterFilesInUseException">The position has a reader; its process is named.</exception>
    /// <exception cref="IOException">The directory cannot be read, or the position cannot be kept there.</exception>
    public static DeadLetterFileReader Open(DeadLetterFileReaderOptions options, TimeProvider? timeProvider = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        TimeProvider time = timeProvider ?? TimeProvider.System;
        SegmentDirectory directory = new(options.Directory);
        ReaderProgress? progress = options.KeepsPosition ? ReaderProgress.Open(directory, options, time, logger ?? NullLogger.Instance) : null;
        try
        {
            return new DeadLetterFileReader(options, directory, progress, time, logger ?? NullLogger.Instance);
        }
        catch
        {
            progress?.Dispose();
            throw;
        }
    }

    /// <summary>Reads the next entry, if there is one by now.</summary>
    /// <returns>The entry, or null at the end of what is written so far.</returns>
    /// <exception cref="InvalidOperationException">More entries than <see cref="DeadLetterFileReaderOptions.MaxUnacknowledged"/> wait for their acknowledgement.</exception>
    /// <exception cref="IOException">The files cannot be read. The same call may succeed later.</exception>
    /// <exception cref="InvalidDataException">A file was written by a later version.</exception>
    public StoredDeadLetter? Read()
    {
        CheckWaiting();
        if (_cursor.Read() is not { } bytes)
        {
            return null;
        }

        DateTimeOffset entryTime = new(EntryReader.Ticks(bytes.Span), TimeSpan.Zero);
        DeadLetterEntry entry = EntryReader.Read(bytes.Span);
        return new StoredDeadLetter(_cursor.EntryStart, entryTime, entry, _progress?.AddEntry(_cursor.EntryEnd));
    }

    /// <summary>Reads what is there, and ends.</summary>
    public IEnumerable<StoredDeadLetter> ReadAvailable()
    {
        while (Read() is { } letter)
        {
            yield return letter;
        }
    }

    /// <summary>Reads what is there, and goes on with what is written from now on. Ends with its token only.</summary>
    /// <param name="cancellationToken">Ends it with an <see cref="OperationCanceledException"/>.</param>
    public async IAsyncEnumerable<StoredDeadLetter> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Read() is { } letter)
            {
                yield return letter;
            }
            else
            {
                await Task.Delay(_options.PollInterval, _time, cancellationToken);
            }
        }
    }

    /// <summary>
    /// Says that an entry is done with. The position moves on when all before it are, too; with <see cref="DeadLetterFileReaderOptions.CleanConsumed"/> its segment is removed
    /// when it was the last one of it. Nothing happens when no position is kept, or when it was acknowledged before.
    /// </summary>
    /// <param name="letter">An entry that this reader gave.</param>
    /// <exception cref="ArgumentException">Another reader gave it.</exception>
    public void Acknowledge(StoredDeadLetter letter)
    {
        ArgumentNullException.ThrowIfNull(letter);
        if (letter.Slot is null)
        {
            return;
        }

        if (_progress?.Owns(letter.Slot) != true)
        {
            throw new ArgumentException($"The entry at {letter.Position} was given by another reader, and only that one can take its acknowledgement.", nameof(letter));
        }

        _progress.Acknowledge(letter.Slot);
    }

    /// <summary>Writes the position down now, if it has moved.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void SavePosition() => _progress?.Save();

    /// <summary>Writes the position down and lets go of it. What was read and not acknowledged comes again next time.</summary>
    public void Dispose()
    {
        _progress?.Dispose();
        _cursor.Dispose();
    }

    private void EndSegment(long segment) => _progress?.AddEnd(segment);

    private void TellDamage(DamagedRange range)
    {
        DamagedRanges++;
        _progress?.AddDamage(range.Position with { Offset = range.Position.Offset + range.Length });
        _logger.Damaged(range.Position.Offset, range.Position.Offset + range.Length, range.File);
        _options.OnDamage?.Invoke(range);
    }

    private void CheckWaiting()
    {
        if (_progress?.Waiting >= _options.MaxUnacknowledged)
        {
            throw new InvalidOperationException(
                $"{_options.MaxUnacknowledged} entries of {_options.Directory} were read and not acknowledged. Acknowledge each that is done with, raise {nameof(DeadLetterFileReaderOptions.MaxUnacknowledged)}, or read with {nameof(DeadLetterFileReaderOptions.KeepsPosition)} = false.");
        }
    }
}
