using Kafka.Dlq.Files.Format;
using Kafka.Dlq.Files.Storage;
using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.Files.Writing;

/// <summary>
/// The segments of a directory as their one writer sees them: appends, begins and ends segments, confirms, and removes what is too old or too much. Does its work on the thread that
/// calls it. Not safe to use from two threads at once.
/// </summary>
internal sealed class SegmentLog : IDisposable
{
    private readonly SegmentDirectory _directory;
    private readonly DeadLetterFileOptions _options;
    private readonly TimeProvider _time;
    private readonly Func<string, ISegmentFile> _create;
    private readonly SegmentSequence _sequence;
    private readonly SegmentTable _finished;
    private ActiveSegment? _active;
    private long _acknowledgedLength;
    private long _lastTicks;
    private long _lastWrite;
    private long _lastConfirmed;

    public SegmentLog(SegmentDirectory directory, DeadLetterFileOptions options, TimeProvider time, ILogger logger, Func<string, ISegmentFile> create)
    {
        (_directory, _options, _time, _create) = (directory, options, time, create);
        _sequence = new SegmentSequence(directory);
        _finished = new SegmentTable(directory, logger, new Recovery(directory, logger).Run());
        _lastTicks = _finished.All.Select(segment => segment.Content.Last).DefaultIfEmpty().Max();
        _lastConfirmed = time.GetTimestamp();
    }

    /// <summary>Entries lost to a full directory.</summary>
    public long Dropped { get; private set; }

    /// <summary>Entries removed for their age.</summary>
    public long Expired { get; private set; }

    public long Bytes => _finished.Bytes + (_active?.Info.Length ?? 0) + PendingBytes;

    public int PendingBytes => _active?.PendingBytes ?? 0;

    public int Segments => _finished.Count + (_active is null ? 0 : 1);

    public long Entries => _finished.Entries + (_active?.Info.Content.Entries ?? 0);

    /// <summary>When the oldest entry was written, or null when there is none.</summary>
    public long? OldestTicks => (_finished.Oldest ?? (_active?.Info.Content.Entries > 0 ? _active.Info : null))?.Content.First;

    /// <summary>Whether an entry could be written to an empty directory.</summary>
    public bool CanEverTake(int length) => length <= Layout.MaxEntry && Layout.MostBytes(length) + Layout.Reserve <= _options.MaxBytes;

    public bool HasRoomFor(int length) => Bytes + Layout.MostBytes(length) + Layout.Reserve <= _options.MaxBytes;

    /// <summary>Gathers an entry; <see cref="Commit"/> writes it. There must be room for it.</summary>
    /// <param name="entry">Its bytes, into which the time is written.</param>
    public void Add(Span<byte> entry)
    {
        long ticks = Math.Max(_time.GetUtcNow().UtcTicks, _lastTicks);
        EntryWriter.Stamp(entry, ticks);
        if (_active?.Info.Content.Entries > 0 && _active.Info.Length + PendingBytes + Layout.MostBytes(entry.Length) > _options.SegmentBytes)
        {
            Rotate();
        }

        _active ??= Begin();
        _active.Add(entry, ticks);
        _lastTicks = ticks;
    }

    /// <summary>Writes what is gathered, and has it confirmed as the policy says.</summary>
    public void Commit()
    {
        if (PendingBytes > 0)
        {
            _active!.Write();
            _lastWrite = _time.GetTimestamp();
        }

        if (_options.Sync == SyncPolicy.Each || (_options.Sync == SyncPolicy.Interval && _time.GetElapsedTime(_lastConfirmed) >= _options.SyncInterval))
        {
            Confirm();
        }

        _acknowledgedLength = _active?.Info.Length ?? 0;
    }

    /// <summary>Has all that was written confirmed, whatever the policy.</summary>
    public void Confirm()
    {
        _active?.Confirm();
        _lastConfirmed = _time.GetTimestamp();
    }

    /// <summary>What is done once a second: confirm, end an idle segment, remove what is too old, look what others removed.</summary>
    public void Tick()
    {
        Commit();
        TimeSpan idle = _options.IdleTime > DeadLetterFileOptions.LeastIdleTime ? _options.IdleTime : DeadLetterFileOptions.LeastIdleTime;
        if (_active is not null && _time.GetElapsedTime(_lastWrite) >= idle)
        {
            Rotate();
        }

        _finished.Refresh();
        Expire();
    }

    /// <summary>Removes segments whose youngest entry is too old.</summary>
    public void Expire()
    {
        if (_options.RetainAge is not { } age)
        {
            return;
        }

        long oldest = (_time.GetUtcNow() - age).UtcTicks;
        if (_active?.Info.Content is { Entries: > 0 } content && content.Last < oldest)
        {
            Rotate();
        }

        while (_finished.Oldest is { } segment && segment.Content.Last < oldest)
        {
            _finished.Remove(segment, $"its entries are older than {age}");
            Expired += segment.Content.Entries;
        }
    }

    public void CountDropped() => Dropped++;

    /// <summary>Removes the oldest segments until there is room.</summary>
    public void DropOldestFor(int length)
    {
        _finished.Refresh();
        while (!HasRoomFor(length))
        {
            if (_finished.Oldest is null)
            {
                Rotate();
            }

            SegmentInfo segment = _finished.Oldest!;
            _finished.Remove(segment, "its room is needed");
            Dropped += segment.Content.Entries;
        }
    }

    /// <summary>After a failure: whatever is half there is taken back as far as it can be, and the next entry begins a segment.</summary>
    public void Abandon()
    {
        if (_active is null)
        {
            return;
        }

        ActiveSegment failed = _active;
        _active = null;
        try
        {
            failed.TakeBack(_acknowledgedLength);
        }
        catch (IOException)
        {
            // A disk that fails may fail at this too; readers pass over the rest, and the next start cuts it off.
        }

        failed.Dispose();
        Settle(failed.Info.Number);
    }

    /// <summary>Finishes the segment and removes what is too old.</summary>
    public void Close()
    {
        Commit();
        Rotate();
        Expire();
    }

    public void Dispose() => _active?.Dispose();

    private void Rotate()
    {
        if (_active is not null)
        {
            _active.Finish();
            _finished.Add(_active.Info);
            _active.Dispose();
            _active = null;
            _acknowledgedLength = 0;
        }
    }

    private ActiveSegment Begin()
    {
        long number = _sequence.TakeNext();
        _acknowledgedLength = 0;
        return new ActiveSegment(number, _create(_directory.FileOf(number)), () => DirectorySync.Flush(_directory.Path));
    }

    private void Settle(long number)
    {
        // What is in it counts as long as it is there; without an entry it only takes room.
        using Reading.SegmentCursor? cursor = Reading.SegmentCursor.TryOpen(_directory.FileOf(number), 0);
        SegmentScan scan = cursor is null ? default : SegmentScan.Of(cursor);
        if (scan.Content.Entries > 0)
        {
            _finished.Add(new SegmentInfo(number, cursor!.FileLength, scan.Content));
        }
        else
        {
            File.Delete(_directory.FileOf(number));
        }
    }
}
