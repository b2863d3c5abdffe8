using Kafka.Dlq.Files.Storage;
using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.Files.Reading;

/// <summary>
/// How far a reader came: takes acknowledgements, writes the position down now and then, and removes segments that are done with.
/// Safe to use from any thread.
/// </summary>
internal sealed class ReaderProgress : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SegmentDirectory _directory;
    private readonly DeadLetterFileReaderOptions _options;
    private readonly ILogger _logger;
    private readonly OwnerLock _owner;
    private readonly AcknowledgedRow _row;
    private readonly string _file;
    private readonly ITimer _timer;
    private SavedPosition? _written;
    private int _sinceSave;
    private bool _isDisposed;

    private ReaderProgress(SegmentDirectory directory, DeadLetterFileReaderOptions options, OwnerLock owner, TimeProvider time, ILogger logger)
    {
        (_directory, _options, _owner, _logger) = (directory, options, owner, logger);
        _file = directory.PositionFile(options.Name);
        _written = PositionFile.Read(_file, out string? fault);
        if (fault is not null)
        {
            logger.PositionUnreadable(_file, fault);
        }

        SavedPosition start = _written ?? Begin(directory, options.From);
        _row = new AcknowledgedRow(start);
        Start = start.Position;
        RemoveConsumed(directory.Segments().Where(segment => segment >= start.WholeFrom && segment < start.Position.Segment));
        _timer = time.CreateTimer(_ => SaveQuietly(), state: null, options.SaveInterval, options.SaveInterval);
    }

    /// <summary>Where reading begins.</summary>
    public DeadLetterPosition Start { get; }

    public DeadLetterPosition Position
    {
        get
        {
            lock (_lock)
            {
                return _row.Saved.Position;
            }
        }
    }

    /// <summary>Entries that were read and are not acknowledged.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _row.Waiting;
            }
        }
    }

    public static ReaderProgress Open(SegmentDirectory directory, DeadLetterFileReaderOptions options, TimeProvider time, ILogger logger)
    {
        Directory.CreateDirectory(directory.Path);
        string file = directory.PositionFile(options.Name) + ".lock";
        OwnerLock owner = OwnerLock.Take(file, $"Position '{options.Name}' of the dead letter files in {directory.Path}");
        try
        {
            return new ReaderProgress(directory, options, owner, time, logger);
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    /// <summary>Where one begins who has no position.</summary>
    public static SavedPosition Begin(SegmentDirectory directory, DateTimeOffset? from)
    {
        DeadLetterPosition position = from is { } time ? new TimeSearch(directory, time).Find() : default;

        // A segment that is entered in its middle is not read whole.
        return new SavedPosition(position, position.Offset == 0 ? position.Segment : position.Segment + 1);
    }

    public bool Owns(ReadSlot slot) => slot.Row == _row;

    public ReadSlot AddEntry(DeadLetterPosition end)
    {
        lock (_lock)
        {
            return _row.AddEntry(end);
        }
    }

    public void AddEnd(long segment)
    {
        lock (_lock)
        {
            _row.AddEnd(segment);
            Advance();
        }
    }

    public void AddDamage(DeadLetterPosition end)
    {
        lock (_lock)
        {
            _row.AddDamage(end);
            Advance();
        }
    }

    public void Acknowledge(ReadSlot slot)
    {
        lock (_lock)
        {
            if (_row.Acknowledge(slot))
            {
                Advance();
                _sinceSave++;
                if (_sinceSave >= _options.SaveEvery)
                {
                    SaveQuietlyLocked();
                }
            }
        }
    }

    /// <summary>Writes the position down if it has moved.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Save()
    {
        lock (_lock)
        {
            SaveLocked();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            SaveQuietlyLocked();
            _isDisposed = true;
        }

        _timer.Dispose();
        _owner.Dispose();
    }

    private void Advance()
    {
        List<long> consumed = _row.Advance();
        RemoveConsumed(consumed);
    }

    private void RemoveConsumed(IEnumerable<long> segments)
    {
        foreach (long segment in _options.CleanConsumed ? segments : [])
        {
            string file = _directory.FileOf(segment);
            try
            {
                File.Delete(file);
                _logger.CleanedUp(file, "each entry in it was acknowledged");
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                _logger.NotRemoved(exception, file);
            }
        }
    }

    private void SaveQuietly()
    {
        lock (_lock)
        {
            SaveQuietlyLocked();
        }
    }

    private void SaveQuietlyLocked()
    {
        try
        {
            SaveLocked();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _logger.PositionUnwritten(exception, _file);
        }
    }

    private void SaveLocked()
    {
        SavedPosition saved = _row.Saved;
        if (!_isDisposed && saved != _written)
        {
            PositionFile.Write(_file, saved);
            _written = saved;
            _sinceSave = 0;
        }
    }
}
