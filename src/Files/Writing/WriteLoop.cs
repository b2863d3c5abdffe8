using Kafka.Dlq.Files.Format;
using Microsoft.Extensions.Logging;
using System.Buffers;
using System.Threading.Channels;

namespace Kafka.Dlq.Files.Writing;

/// <summary>
/// The one reader of the writer's requests: writes what callers hand in at the same time together, has it confirmed once, and tells each of them. So the disk is never asked by two
/// threads, and a hundred callers share one fsync.
/// </summary>
internal sealed class WriteLoop(SegmentLog log, DeadLetterFileOptions options, TimeProvider time, ILogger logger, CancellationToken closing)
{
    private const int MaxBatch = 1024;
    private const int MaxBatchBytes = 1024 * 1024;

    /// <summary>How often a full directory is looked at for room.</summary>
    public static readonly TimeSpan RoomPoll = TimeSpan.FromMilliseconds(100);

    private readonly ArrayBufferWriter<byte> _entry = new();
    private readonly List<WriteRequest> _batch = [];
    private WriteFault? _fault;
    private bool _isFull;
    private bool _isBlocked;
    private volatile WriterState _state = WriterState.Of(log, fault: null, isBlocked: false);

    public WriterState State => _state;

    public async Task RunAsync(ChannelReader<WriteRequest> requests)
    {
        while (await requests.WaitToReadAsync(CancellationToken.None))
        {
            while (requests.TryRead(out WriteRequest? request))
            {
                await TakeAsync(request);
                if (_batch.Count >= MaxBatch || log.PendingBytes >= MaxBatchBytes)
                {
                    Commit();
                }
            }

            Commit();
        }

        Try(log.Close, request: null);
        Publish();
    }

    private async Task TakeAsync(WriteRequest request)
    {
        if (request.IsTick)
        {
            request.Release();
            Commit();
            Try(log.Tick, request: null);
            Publish();
        }
        else if (request.Entry is null)
        {
            Commit();
            Try(log.Confirm, request);
            request.Complete(AppendResult.Written);
        }
        else if (TryEncode(request, request.Entry) && await HasRoomAsync(request) && request.TryClaim())
        {
            Try(() => Add(request), request);
        }
    }

    private bool TryEncode(WriteRequest request, DeadLetterEntry entry)
    {
        try
        {
            _entry.ResetWrittenCount();
            EntryWriter.Write(_entry, entry);
        }
        catch (Exception exception)
        {
            // Bytes without end, or headers that change meanwhile: that is between the caller and this entry.
            request.Fail(exception);
            return false;
        }

        if (log.CanEverTake(_entry.WrittenCount))
        {
            return true;
        }

        request.Fail(new ArgumentException(
            $"The dead letter takes {_entry.WrittenCount} bytes, and no more than {Layout.MaxEntry}, within {nameof(DeadLetterFileOptions.MaxBytes)} ({options.MaxBytes}), can be written to {options.Directory}.",
            nameof(request)));
        return false;
    }

    private void Add(WriteRequest request)
    {
        if (!log.HasRoomFor(_entry.WrittenCount))
        {
            TellFull();
            if (options.WhenFull == FullPolicy.DropNewer)
            {
                log.CountDropped();
                request.Complete(AppendResult.Dropped);
                return;
            }

            log.DropOldestFor(_entry.WrittenCount);
        }

        log.Add(SpanOf(_entry));
        _batch.Add(request);
    }

    // Waits under the policy Block only; the others find their room when the entry is added.
    private async Task<bool> HasRoomAsync(WriteRequest request)
    {
        while (options.WhenFull == FullPolicy.Block && !log.HasRoomFor(_entry.WrittenCount))
        {
            TellFull();
            Commit();
            Try(log.Tick, request: null);
            _isBlocked = !log.HasRoomFor(_entry.WrittenCount);
            Publish();
            if (request.IsCancelled || (_isBlocked && !await StillWaitsAsync(request)))
            {
                break;
            }
        }

        _isBlocked = false;
        _isFull &= options.WhenFull != FullPolicy.Block;
        return !request.Done.IsCompleted;
    }

    private async Task<bool> StillWaitsAsync(WriteRequest request)
    {
        try
        {
            await Task.Delay(RoomPoll, time, closing);
            return true;
        }
        catch (OperationCanceledException)
        {
            request.Fail(new IOException($"The dead letter files in {options.Directory} were closed while an entry waited for room: they hold {log.Bytes} of {options.MaxBytes} bytes."));
            return false;
        }
    }

    private void Commit()
    {
        Try(WriteAndExpire, request: null);

        // Before those who wait go on: they shall find their entries in the statistics.
        Publish();
        foreach (WriteRequest written in _batch)
        {
            written.Complete(AppendResult.Written);
        }

        _batch.Clear();
    }

    private void WriteAndExpire()
    {
        log.Commit();
        log.Expire();
    }

    private void Try(Action work, WriteRequest? request)
    {
        try
        {
            work();
        }
        catch (Exception exception)
        {
            // Whatever it is, those who wait for their entries must hear of it, and the loop must go on: the next append may succeed.
            Fail(exception, request);
        }
    }

    private void Fail(Exception exception, WriteRequest? request)
    {
        logger.WriteFailed(exception, options.Directory);
        _fault = new WriteFault(exception.Message, time.GetUtcNow());
        request?.Fail(exception);
        foreach (WriteRequest lost in _batch)
        {
            lost.Fail(exception);
        }

        _batch.Clear();
        Abandon();
        Publish();
    }

    private void Abandon()
    {
        try
        {
            log.Abandon();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            logger.WriteFailed(exception, options.Directory);
        }
    }

    private void TellFull()
    {
        if (!_isFull)
        {
            _isFull = true;
            logger.Full(options.Directory, log.Bytes, options.MaxBytes, options.WhenFull);
        }
    }

    private void Publish() => _state = WriterState.Of(log, _fault, _isBlocked);

    private static Span<byte> SpanOf(ArrayBufferWriter<byte> buffer) => System.Runtime.InteropServices.MemoryMarshal.AsMemory(buffer.WrittenMemory).Span;
}
