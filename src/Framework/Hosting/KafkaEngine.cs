using Confluent.Kafka;
using Kafka.Dlq.Connection;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Instrumentation;
using Kafka.Dlq.Processing;
using Kafka.Dlq.Publishing;
using Kafka.Dlq.Rejecting;

namespace Kafka.Dlq.Hosting;

/// <summary>All connections of a host, started together and stopped in order.</summary>
internal sealed class KafkaEngine(IReadOnlyList<KafkaConnection> connections, EngineServices services, LetterSender letters, DeadLetterDispatcher dispatcher, ProducerPool producers, TimeSpan shutdownTimeout)
    : IAsyncDisposable
{
    private Task? _spoolsClosed;

    public IReadOnlyList<KafkaConnection> Connections => connections;

    /// <summary>Writes records for those that are no consumers; null where nobody does.</summary>
    public RecordPublisher? Publisher { get; init; }

    /// <summary>The spools of dead letters, which are drained while the engine runs.</summary>
    public IReadOnlyCollection<LetterSpool> Spools { get; init; } = [];

    /// <summary>The sinks of rejected records.</summary>
    public Sinks Sinks { get; init; } = new();

    public IEnumerable<FailingSink> FailingSinks => Sinks.All.Select(sink => sink.Failing).OfType<FailingSink>();

    public IReadOnlyCollection<FailingLetter> FailingLetters => [.. dispatcher.Failing, .. connections.SelectMany(connection => connection.Failing)];

    /// <summary>How each partition gets on, for the gauges.</summary>
    public IEnumerable<PartitionMeasurement> Measure() =>
        from connection in connections
        from worker in connection.Assignments.Workers
        select new PartitionMeasurement(
            worker.Assignment.Partition,
            worker.Assignment.Topic.Route.GroupId,
            connection.LagOf(worker.Assignment),
            services.Time.GetUtcNow() - worker.OldestUnmarked(),
            worker.Assignment.IsFetchPaused || worker.Assignment.FailingSince is not null,
            worker.Assignment.Lane.Outstanding);

    /// <summary>How each spool stands, for the gauges.</summary>
    public IEnumerable<SpoolMeasurement> MeasureSpools() =>
        from spool in Spools
        let found = spool.Statistics
        select new SpoolMeasurement(spool.Topic, spool.Cluster, found.Letters, found.Bytes, found.OldestAge);

    public void Start()
    {
        // First, so that letters which an earlier process left are known before a new one comes.
        foreach (LetterSpool spool in Spools)
        {
            spool.Start();
        }

        foreach (SinkCollector sink in Sinks.All)
        {
            sink.Start(services.Stop.Aborted);
        }

        foreach (KafkaConnection connection in connections)
        {
            connection.Start();
        }
    }

    /// <summary>
    /// Stops: no new runs, running ones end (past the deadline they are cancelled), dead letters are delivered, <c>ShutdownAsync</c>, a confirmed commit,
    /// the groups are left, producers are closed. What does not end in its time is named and left behind; nothing is marked that was not handled.
    /// </summary>
    public async Task StopAsync(CancellationToken hurry)
    {
        long start = services.Time.GetTimestamp();
        await services.Stop.StopAsync();
        await EndRunsAsync(hurry);

        TimeSpan left = shutdownTimeout - services.Time.GetElapsedTime(start);
        await DeliverAsync(left > StopDeadlines.Step ? left : StopDeadlines.Step);
        using (CancellationTokenSource limit = new(StopDeadlines.Step, services.Time))
        {
            await InTimeAsync(ShutDownConsumersAsync(limit.Token), StopDeadlines.Step, () => Late("ShutdownAsync of a consumer has not ended."));
        }

        // Once more, for what ShutdownAsync dispatched; only then is nothing more to be sent or marked.
        await DeliverAsync(StopDeadlines.Step);
        await AbortAsync();
        using (CancellationTokenSource limit = new(StopDeadlines.Step, services.Time))
        {
            await InTimeAsync(CloseFilesAsync(limit.Token), StopDeadlines.Step, () => Late("A spool of dead letters or a sink of rejected records was not closed."));
        }

        await CommitAsync();
        await InTimeAsync(Task.WhenAll(connections.Select(connection => connection.CloseAsync())), StopDeadlines.Step, () => Late("A consumer group was not left: its members are missed after session.timeout.ms."));
        await InTimeAsync(Task.WhenAll(producers.CloseAsync(StopDeadlines.Step), Publisher?.CloseAsync(StopDeadlines.Step) ?? Task.CompletedTask), StopDeadlines.Step + StopDeadlines.Cancelled, () => Late("A producer was not closed."));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (KafkaConnection connection in connections)
        {
            connection.Dispose();
        }

        await CloseSpoolsAsync();
        await Sinks.DisposeAsync();
        await producers.DisposeAsync();
        await (Publisher?.CloseAsync(StopDeadlines.Step) ?? Task.CompletedTask);
        services.Stop.Dispose();
    }

    private Task CloseSpoolsAsync() => _spoolsClosed ??= Task.WhenAll([.. Spools.Select(spool => spool.DisposeAsync().AsTask())]);

    private async Task CloseFilesAsync(CancellationToken limit)
    {
        foreach (SinkCollector sink in Sinks.All)
        {
            await sink.CloseAsync(limit);
        }

        await CloseSpoolsAsync();
    }

    private IEnumerable<PartitionWorker> Workers => connections.SelectMany(connection => connection.Assignments.Workers);

    private async Task CommitAsync()
    {
        using CancellationTokenSource limit = new(StopDeadlines.Step, services.Time);
        try
        {
            await Task.WhenAll(connections.Select(connection => connection.CommitAsync(limit.Token)));
        }
        catch (OperationCanceledException)
        {
            Late("The last commit was not confirmed: what it would have told is handled again after the next start.");
        }
    }

    private Task DeliverAsync(TimeSpan limit) => InTimeAsync(DeliveredAsync(), limit, GiveUpLettersAsync);

    private async Task DeliveredAsync()
    {
        List<Task> flushed = [.. Sinks.All.Select(sink => sink.FlushedAsync())];
        await letters.DeliveredAsync();
        foreach (Task sink in flushed)
        {
            await sink;
        }
    }

    private async Task GiveUpLettersAsync()
    {
        NameUndelivered();
        NameUnflushed();
        await AbortAsync();
    }

    private async Task AbortAsync()
    {
        try
        {
            await services.Stop.AbortAsync().WaitAsync(StopDeadlines.Cancelled, services.Time);
        }
        catch (Exception exception) when (exception is TimeoutException or AggregateException)
        {
            Report($"A callback that user code registered with its cancellation token blocks or threw: {exception.Message}", place: null);
        }
    }

    private async Task EndRunsAsync(CancellationToken hurry)
    {
        Task ended = Task.WhenAll(connections.Select(connection => connection.WorkersEndedAsync()));
        try
        {
            await ended.WaitAsync(shutdownTimeout, services.Time, hurry);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            await GiveUpLettersAsync();
            await InTimeAsync(ended, StopDeadlines.Cancelled, NameHanging);
        }
    }

    private Task ShutDownConsumersAsync(CancellationToken limit) => Task.WhenAll(Workers
        .Where(worker => worker.Completion.IsCompleted)
        .Select(worker => worker.ShutDownAsync(limit)));

    private Task InTimeAsync(Task work, TimeSpan limit, Action late) => InTimeAsync(work, limit, () =>
    {
        late();
        return Task.CompletedTask;
    });

    private async Task InTimeAsync(Task work, TimeSpan limit, Func<Task> late)
    {
        try
        {
            await work.WaitAsync(limit, services.Time);
        }
        catch (TimeoutException)
        {
            await late();
        }
    }

    private void NameHanging()
    {
        foreach (PartitionWorker worker in Workers.Where(worker => !worker.Completion.IsCompleted && worker.InWork.Count > 0))
        {
            TopicPartition partition = worker.Assignment.Partition;
            Message first = worker.InWork.First;
            Message last = worker.InWork.Last;
            Report(
                $"The run of {partition.Topic}/{partition.Partition.Value}, offsets {first.Offset.Value} to {last.Offset.Value}, did not end within ShutdownTimeout ({shutdownTimeout}) and ignores its cancellation token. "
                + "It is left behind; what it has not marked is handled again after the next start.",
                first.TopicPartitionOffset);
        }
    }

    private void NameUndelivered()
    {
        foreach (DeadLetter letter in letters.OnTheirWay.Concat(connections.SelectMany(connection => connection.OnTheirWay)).OrderBy(letter => letter.Message.Topic, StringComparer.Ordinal).ThenBy(letter => letter.Message.Partition.Value).ThenBy(letter => letter.Message.Offset.Value))
        {
            Report(
                $"The dead letter of {letter.Message} was not delivered to '{letter.TargetTopic}' before the stop. Its offset is not committed: the message is handled again after the next start.",
                letter.Message.TopicPartitionOffset);
        }
    }

    private void NameUnflushed()
    {
        foreach (SinkCollector sink in Sinks.All.Where(sink => sink.Count > 0))
        {
            Report($"{sink.Count} rejected records were not flushed to sink '{sink.Name}' before the stop. Their offsets are not committed: they are rejected again after the next start.", place: null);
        }
    }

    private void Late(string text) => Report($"{text} The stop went on after {StopDeadlines.Step}.", place: null);

    private void Report(string text, TopicPartitionOffset? place) => services.Monitor.Publish(
        new ErrorOccurred(ErrorType.Stop, new TimeoutException(text)) { Topic = place?.Topic, Partition = place?.Partition, Offset = place?.Offset });
}
