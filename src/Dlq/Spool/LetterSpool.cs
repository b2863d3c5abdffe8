using Kafka.Dlq.Files;
using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.DeadLetters;

/// <summary>
/// The dead letters of one topic that lie on local disk until the topic takes them. While one lies there, those behind it go the same way, so that the order of each source
/// partition is kept. All members may be called from any thread.
/// </summary>
public sealed class LetterSpool : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly ISpoolLog _log;
    private readonly SpoolDrain _drain;
    private int _appending;
    private long _appends;

    // Until the drain has looked, letters of an earlier process may lie there.
    private bool _isOccupied = true;

    internal LetterSpool(string? cluster, string topic, ISpoolLog log, DeadLetterDispatcher dispatcher, Func<Confluent.Kafka.IProducer<byte[]?, byte[]?>> producer, Action<Exception> onError, TimeProvider time)
    {
        Cluster = cluster;
        Topic = topic;
        _log = log;
        _drain = new SpoolDrain(this, log, dispatcher, producer, onError, time);
    }

    /// <summary>Opens the spool of a topic in a directory, and puts in order what an earlier process left there.</summary>
    /// <param name="directory">The directory, of this topic alone.</param>
    /// <param name="cluster">The name of the topic's cluster; null for the host's own.</param>
    /// <param name="topic">The dead letter topic.</param>
    /// <param name="options">How much may lie there.</param>
    /// <param name="dispatcher">Delivers what lies there.</param>
    /// <param name="producer">The producer for the topic's cluster, asked for each letter.</param>
    /// <param name="onError">Told that the directory could not be read, or that something in it was damaged. From any thread; must not throw.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where the files' own warnings go.</param>
    /// <exception cref="DeadLetterFilesInUseException">Another host has the directory; its process is named.</exception>
    /// <exception cref="IOException">The directory cannot be made, read or written.</exception>
    public static LetterSpool Open(
        string directory,
        string? cluster,
        string topic,
        SpoolOptions options,
        DeadLetterDispatcher dispatcher,
        Func<Confluent.Kafka.IProducer<byte[]?, byte[]?>> producer,
        Action<Exception> onError,
        TimeProvider time,
        ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(onError);
        FileSpoolLog files = FileSpoolLog.Open(directory, topic, options, damage => onError(Damage(damage)), time, logger);
        return new LetterSpool(cluster, topic, files, dispatcher, producer, onError, time);
    }

    /// <summary>The name of the topic's cluster; null for the host's own.</summary>
    public string? Cluster { get; }

    /// <summary>The dead letter topic.</summary>
    public string Topic { get; }

    /// <summary>Whether letters lie there, or are being written, that the topic does not have yet.</summary>
    public bool IsOccupied
    {
        get
        {
            lock (_gate)
            {
                return _isOccupied;
            }
        }
    }

    /// <summary>How the spool stands.</summary>
    public SpoolStatistics Statistics => IsOccupied ? _log.Statistics : _log.Statistics with { Letters = 0, OldestAge = null };

    /// <summary>How often an append began: what the drain compares to know that nothing came while it looked.</summary>
    internal long Appends
    {
        get
        {
            lock (_gate)
            {
                return _appends;
            }
        }
    }

    /// <summary>Begins to deliver what lies there, what an earlier process left first.</summary>
    public void Start() => _drain.Start();

    /// <summary>Ends the delivery and lets go of the log; what was not acknowledged comes again after the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        await _drain.DisposeAsync();
        await _log.DisposeAsync();
    }

    /// <summary>Appends a letter; ends when the disk has it.</summary>
    internal async Task AppendAsync(DeadLetter letter, DeadLetterRecord record, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _appending++;
            _appends++;
            _isOccupied = true;
        }

        try
        {
            await _log.AppendAsync(letter, record, cancellationToken);
        }
        finally
        {
            lock (_gate)
            {
                _appending--;
            }

            _drain.Wake();
        }
    }

    /// <summary>The drain found nothing more, and all it had found is delivered: letters may go to the topic directly, unless one came meanwhile.</summary>
    /// <param name="appends">What <see cref="Appends"/> was before it looked.</param>
    internal void BecomeEmpty(long appends)
    {
        lock (_gate)
        {
            _isOccupied = _appending > 0 || _appends != appends;
        }
    }

    private static InvalidDataException Damage(DamagedRange damage) => new(
        $"{damage.Length} bytes of {damage.File} from {damage.Position.Offset} on are not what was written: the dead letters in them cannot be read, and the file is kept. Check the disk.");
}
