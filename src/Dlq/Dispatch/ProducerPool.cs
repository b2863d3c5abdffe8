using Confluent.Kafka;

namespace Kafka.Dlq.DeadLetters;

/// <summary>The producers of a host: one for each cluster, made when it is first asked for and shared. All members may be called from any thread.</summary>
/// <remarks>
/// Unless set otherwise, producers are idempotent with <c>acks=all</c>, <c>linger.ms=0</c>, no compression, and a <c>message.timeout.ms</c> of four
/// fifths of <see cref="DeadLetterOptions.DispatchTimeout"/>. Settings that only consumers know are left out.
/// </remarks>
public sealed class ProducerPool : IAsyncDisposable
{
    private static readonly TimeSpan DisposeDeadline = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, IProducer<byte[]?, byte[]?>> _current = new(StringComparer.Ordinal);
    private readonly Dictionary<IProducer<byte[]?, byte[]?>, string> _made = [];
    private readonly IReadOnlyDictionary<string, string> _main;
    private readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> _clusters;
    private readonly DeadLetterOptions _options;
    private readonly TimeProvider _time;
    private readonly Func<string?, IReadOnlyDictionary<string, string>, IProducer<byte[]?, byte[]?>> _make;

    // Where calls are made that block.
    private readonly TaskFactory _blocking;
    private Task<int>? _closed;

    /// <summary>Makes an empty pool.</summary>
    /// <param name="settings">The client settings of the cluster that is read from, by librdkafka's names.</param>
    /// <param name="clusters">The client settings of the other clusters, by the clusters' names. Each stands alone: nothing is taken from <paramref name="settings"/>.</param>
    /// <param name="options">The time limit of a delivery is taken from here.</param>
    /// <param name="time">The clock of <see cref="CloseAsync"/>.</param>
    /// <param name="onError">Told of a producer's errors, with the cluster's name or null. Called on the client's thread: must be quick and must not throw.</param>
    /// <param name="onLog">Given the client's log lines in the same way; null leaves them to standard error, which is the client's habit.</param>
    public ProducerPool(
        IReadOnlyDictionary<string, string> settings,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> clusters,
        DeadLetterOptions options,
        TimeProvider time,
        Action<string?, Error> onError,
        Action<string?, LogMessage>? onLog = null)
        : this(settings, clusters, options, time, (cluster, merged) => Build(cluster, merged, onError, onLog))
    {
        ArgumentNullException.ThrowIfNull(onError);
    }

    internal ProducerPool(
        IReadOnlyDictionary<string, string> settings,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> clusters,
        DeadLetterOptions options,
        TimeProvider time,
        Func<string?, IReadOnlyDictionary<string, string>, IProducer<byte[]?, byte[]?>> make,
        TaskScheduler? blocking = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(clusters);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        _main = settings;
        _clusters = clusters;
        _options = options;
        _time = time;
        _make = make;
        _blocking = new TaskFactory(CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskContinuationOptions.None, blocking ?? TaskScheduler.Default);
    }

    /// <summary>The producer for a cluster.</summary>
    /// <param name="cluster">The cluster's name; null for the cluster that is read from.</param>
    /// <exception cref="ArgumentException">There is no cluster of that name; the message lists those there are.</exception>
    /// <exception cref="ObjectDisposedException">The pool was closed.</exception>
    /// <exception cref="InvalidOperationException">The client refuses the settings; its message tells which.</exception>
    public IProducer<byte[]?, byte[]?> Get(string? cluster)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed is not null, this);
            return _current.TryGetValue(cluster ?? "", out IProducer<byte[]?, byte[]?>? producer) ? producer : MakeUnderLock(cluster ?? "");
        }
    }

    /// <summary>Makes a producer for transactions. It is the caller's, and not among those that <see cref="CloseAsync"/> closes.</summary>
    /// <param name="cluster">The cluster's name; null for the cluster that is read from.</param>
    /// <param name="transactionalId">Its transactional id: an earlier producer of that id is fenced.</param>
    /// <exception cref="ArgumentException">There is no cluster of that name; the message lists those there are.</exception>
    /// <exception cref="InvalidOperationException">The client refuses the settings; its message tells which.</exception>
    public ITransactionalProducer MakeTransactional(string? cluster, string transactionalId)
    {
        Dictionary<string, string> settings = ProducerSettings.For(SettingsOf(cluster ?? ""), _options);
        return new TransactionalProducer(_make(cluster, ProducerSettings.Transactional(settings, transactionalId, _options.TransactionTimeout)), _options.TransactionTimeout);
    }

    /// <summary>Gives another producer of the same cluster for one that met a fatal error and takes nothing any more.</summary>
    /// <param name="broken">The producer to replace.</param>
    /// <returns>The cluster's new producer; the same producer when it is not of this pool or the pool was closed.</returns>
    public IProducer<byte[]?, byte[]?> Replace(IProducer<byte[]?, byte[]?> broken)
    {
        ArgumentNullException.ThrowIfNull(broken);
        lock (_gate)
        {
            if (_closed is not null || !_made.TryGetValue(broken, out string? cluster))
            {
                return broken;
            }

            // Many letters find out at the same time; only the first of them makes a new producer.
            return _current[cluster] == broken ? MakeUnderLock(cluster) : _current[cluster];
        }
    }

    /// <summary>Flushes and closes all producers. No producer may be used afterwards. A second call gives the result of the first.</summary>
    /// <param name="deadline">How long the flush may wait for the brokers; zero does not wait.</param>
    /// <returns>How many messages were left undelivered in the producers' queues.</returns>
    public Task<int> CloseAsync(TimeSpan deadline)
    {
        lock (_gate)
        {
            return _closed ??= CloseAllAsync([.. _made.Keys], deadline);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await CloseAsync(DisposeDeadline);

    private IProducer<byte[]?, byte[]?> MakeUnderLock(string cluster)
    {
        IProducer<byte[]?, byte[]?> made = _make(cluster.Length == 0 ? null : cluster, ProducerSettings.For(SettingsOf(cluster), _options));
        _made[made] = cluster;
        _current[cluster] = made;
        return made;
    }

    private IReadOnlyDictionary<string, string> SettingsOf(string cluster)
    {
        IReadOnlyDictionary<string, string>? settings = cluster.Length == 0 ? _main : _clusters.GetValueOrDefault(cluster);
        if (settings is null)
        {
            string known = _clusters.Count == 0 ? "none is declared" : string.Join(", ", _clusters.Keys.Order(StringComparer.Ordinal));
            throw new ArgumentException($"There is no cluster named '{cluster}'. Clusters: {known}. Declare it, or leave the cluster out to use the one that is read from.", nameof(cluster));
        }

        return settings;
    }

    private async Task<int> CloseAllAsync(List<IProducer<byte[]?, byte[]?>> producers, TimeSpan deadline)
    {
        int[] left = await Task.WhenAll(producers.Select(producer => CloseOneAsync(producer, deadline)));
        return left.Sum();
    }

    private async Task<int> CloseOneAsync(IProducer<byte[]?, byte[]?> producer, TimeSpan deadline)
    {
        // Both calls block.
        int left = await _blocking.StartNew(() => producer.Flush(deadline));
        try
        {
            await _blocking.StartNew(producer.Dispose).WaitAsync(DisposeDeadline, _time);
        }
        catch (TimeoutException)
        {
            // The client sets no limit to closing; what was in its queue is counted, and the process is about to end.
        }

        return left;
    }

    private static IProducer<byte[]?, byte[]?> Build(string? cluster, IReadOnlyDictionary<string, string> settings, Action<string?, Error> onError, Action<string?, LogMessage>? onLog)
    {
        ProducerBuilder<byte[]?, byte[]?> builder = new(settings);
        builder.SetErrorHandler((_, error) => onError(cluster, error));
        if (onLog is not null)
        {
            builder.SetLogHandler((_, message) => onLog(cluster, message));
        }

        return builder.Build();
    }
}
