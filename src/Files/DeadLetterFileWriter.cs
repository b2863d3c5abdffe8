using Kafka.Dlq.Files.Storage;
using Kafka.Dlq.Files.Writing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using System.Threading.Channels;

namespace Kafka.Dlq.Files;

/// <summary>
/// Writes dead letters to files in a directory: a log of segments that a <see cref="DeadLetterFileReader"/> reads back, in this process or another, while it is written. An entry whose
/// append has ended as written is there after the process dies, and after a loss of power as far as <see cref="DeadLetterFileOptions.Sync"/> promises.
/// </summary>
/// <remarks>Safe to use from any thread. Entries of one thread that awaits each keep their order; entries that are appended at the same time share one confirmation of the disk.</remarks>
/// <example><code>
/// await using DeadLetterFileWriter writer = DeadLetterFileWriter.Open(new DeadLetterFileOptions { Directory = "/var/lib/shop/dead-letters" });
/// await writer.AppendAsync(new DeadLetterEntry { Reason = "no account", Value = bytes }, cancellationToken);
/// </code></example>
public sealed class DeadLetterFileWriter : IAsyncDisposable
{
    private const int QueuedRequests = 1024;
    private static readonly TimeSpan LongestTick = TimeSpan.FromSeconds(1);

    private readonly DeadLetterFileOptions _options;
    private readonly TimeProvider _time;
    private readonly OwnerLock _lock;
    private readonly SegmentLog _log;
    private readonly WriteLoop _loop;
    private readonly CancellationTokenSource _closing = new();
    private readonly Channel<WriteRequest> _requests = Channel.CreateBounded<WriteRequest>(new BoundedChannelOptions(QueuedRequests) { SingleReader = true });
    private readonly WriteRequest _tick = new(entry: null) { IsTick = true };
    private readonly ITimer _timer;
    private readonly Task _running;

    private DeadLetterFileWriter(DeadLetterFileOptions options, OwnerLock owner, SegmentLog log, TimeProvider time, ILogger logger)
    {
        (_options, _lock, _log, _time) = (options, owner, log, time);
        _loop = new WriteLoop(log, options, time, logger, _closing.Token);
        _running = Task.Run(() => _loop.RunAsync(_requests.Reader));
        TimeSpan tick = options.Sync == SyncPolicy.Interval && options.SyncInterval < LongestTick ? options.SyncInterval : LongestTick;
        _timer = time.CreateTimer(_ => Tick(), state: null, tick, tick);
    }

    /// <summary>How the directory stands. Readable after the end, too.</summary>
    public DeadLetterFileStatistics Statistics
    {
        get
        {
            WriterState state = _loop.State;
            TimeSpan? age = state.OldestTicks is { } ticks ? _time.GetUtcNow() - new DateTimeOffset(ticks, TimeSpan.Zero) : null;
            return new DeadLetterFileStatistics(
                state.Bytes, _options.MaxBytes, _options.WhenFull, state.Segments, state.Entries, state.Dropped, state.Expired, state.IsBlocked, state.Fault?.Error, state.Fault?.At, age);
        }
    }

    /// <summary>Opens a directory for writing, and puts in order what an earlier writer left when it died. Reads the last segment, and works on the calling thread.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="timeProvider">The clock; default the system's.</param>
    /// <param name="logger">Where warnings and errors go; default nowhere.</param>
    /// <exception cref="ArgumentException">Options cannot be used; all of them are named.</exception>
    /// <exception cref="DeadLetterFilesInUseException">The directory has a writer; its process is named.</exception>
    /// <exception cref="IOException">The directory cannot be made, read or written.</exception>
    /// <exception cref="InvalidDataException">A segment was written by a later version.</exception>
    public static DeadLetterFileWriter Open(DeadLetterFileOptions options, TimeProvider? timeProvider = null, ILogger? logger = null) =>
        Open(options, timeProvider ?? TimeProvider.System, logger ?? NullLogger.Instance, DiskSegmentFile.Create);

    internal static DeadLetterFileWriter Open(DeadLetterFileOptions options, TimeProvider time, ILogger logger, Func<string, ISegmentFile> create)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        if (options.IdleTime < DeadLetterFileOptions.LeastIdleTime)
        {
            logger.IdleTimeRaised(options.Directory, options.IdleTime, DeadLetterFileOptions.LeastIdleTime);
        }

        SegmentDirectory directory = new(options.Directory);
        Directory.CreateDirectory(directory.Path);
        OwnerLock owner = OwnerLock.Take(directory.LockFile, $"Writing dead letter files in {directory.Path}");
        try
        {
            return new DeadLetterFileWriter(options, owner, new SegmentLog(directory, options, time, logger, create), time, logger);
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    /// <summary>Appends an entry behind all others.</summary>
    /// <param name="entry">The entry; its bytes and headers must not change before the task has ended.</param>
    /// <param name="cancellationToken">Takes the entry back as long as it waits for its turn or for room. Once its writing has begun, the task ends with what became of it.</param>
    /// <returns>Written, or dropped under <see cref="FullPolicy.DropNewer"/>.</returns>
    /// <exception cref="ArgumentException">The entry is larger than 256 MiB or than <see cref="DeadLetterFileOptions.MaxBytes"/>.</exception>
    /// <exception cref="IOException">The file system failed. The entry is not acknowledged, though a reader may find it; appending it again is safe and may write it twice.</exception>
    /// <exception cref="ObjectDisposedException">The writer was closed.</exception>
    public async Task<AppendResult> AppendAsync(DeadLetterEntry entry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        WriteRequest request = new(entry);
        await EnqueueAsync(request, cancellationToken);
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister((_, token) => request.Cancel(token), state: null);
        return await request.Done;
    }

    /// <summary>Has the disk confirm everything that was appended before, whatever the <see cref="SyncPolicy"/>.</summary>
    /// <param name="cancellationToken">Ends the wait, not the work.</param>
    /// <exception cref="IOException">The disk did not confirm.</exception>
    /// <exception cref="ObjectDisposedException">The writer was closed.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        WriteRequest request = new(entry: null);
        await EnqueueAsync(request, cancellationToken);
        await request.Done.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Writes what was appended, finishes the segment, applies <see cref="DeadLetterFileOptions.RetainAge"/> and lets go of the directory. Appends that wait for room fail.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (_requests.Writer.TryComplete())
        {
            await _timer.DisposeAsync();
            await _closing.CancelAsync();
            await _running;
            _log.Dispose();
            _lock.Dispose();
            _closing.Dispose();
        }
    }

    // One at a time waits in the queue. When that is full the next tick asks again.
    private void Tick()
    {
        if (_tick.TryClaim() && !_requests.Writer.TryWrite(_tick))
        {
            _tick.Release();
        }
    }

    private async Task EnqueueAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await _requests.Writer.WriteAsync(request, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(DeadLetterFileWriter), $"The writer of {_options.Directory} is closed.");
        }
    }
}
