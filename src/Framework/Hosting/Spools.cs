using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Files;
using Kafka.Dlq.Routing;
using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.Hosting;

/// <summary>The spools of a host, one for each dead letter topic of a queue that spools, and for each whose directory an earlier process has left.</summary>
internal sealed class Spools(SpoolOptions options, DeadLetterDispatcher dispatcher, Clusters clusters, ProducerPool producers, KafkaMonitor monitor, TimeProvider time, ILoggerFactory loggers)
    : IAsyncDisposable
{
    private readonly Dictionary<(string? Cluster, string Topic), LetterSpool> _spools = [];

    public IReadOnlyCollection<LetterSpool> All => _spools.Values;

    /// <summary>The spool of a dead letter topic, where there is one.</summary>
    public LetterSpool? Find(string? cluster, string topic) => _spools.GetValueOrDefault((cluster, topic));

    /// <summary>Opens the directories, and puts in order what an earlier process left. Those opened before one that fails stay open until this is disposed.</summary>
    /// <exception cref="DeadLetterFilesInUseException">Another host uses one.</exception>
    /// <exception cref="IOException">One cannot be made, read or written.</exception>
    public void Open(RouteTable routes)
    {
        if (string.IsNullOrWhiteSpace(options.Directory))
        {
            return;
        }

        SpoolFolders folders = new(options.Directory);
        ILogger log = loggers.CreateLogger(KafkaDlqTelemetry.LogCategory);
        foreach ((string? cluster, string topic) in Declared(routes).Concat(folders.Left()).Distinct())
        {
            if (cluster is not null && !clusters.Others.ContainsKey(cluster))
            {
                Report(new InvalidOperationException($"Dead letters for topic '{topic}' lie in {folders.Of(cluster, topic)}, but there is no cluster '{cluster}' any more. Declare it in options.Clusters again to have them delivered, or read them with {nameof(DeadLetterFileReader)}."));
                continue;
            }

            _spools.Add((cluster, topic), LetterSpool.Open(folders.Of(cluster, topic), cluster, topic, options, dispatcher, () => producers.Get(cluster), Report, time, log));
        }
    }

    /// <summary>Closes those that were opened, so that a start that fails leaves no directory held.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (LetterSpool spool in _spools.Values)
        {
            await spool.DisposeAsync();
        }
    }

    private IEnumerable<(string? Cluster, string Topic)> Declared(RouteTable routes) =>
        from route in routes.Topics
        where route.IsActive
        let queue = route.Feature<DeadLetterQueueSettings>()
        where queue is { WhenUnavailable: UnavailablePolicy.Spool }
        from topic in queue.Topics
        select (clusters.NameFor(route), topic);

    private void Report(Exception error) => monitor.Publish(new ErrorOccurred(ErrorType.Spool, error));
}
