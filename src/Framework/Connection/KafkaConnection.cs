using Confluent.Kafka;
using Kafka.Dlq.Crashes;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Processing;
using Kafka.Dlq.Routing;
using Kafka.Dlq.TimeLimits;

namespace Kafka.Dlq.Connection;

/// <summary>One connection: a member of a consumer group with its poll thread, the partitions it owns and their workers.</summary>
internal sealed class KafkaConnection : IKafkaClientEvents, IDisposable
{
    /// <summary>The most records of one fetch.</summary>
    private const int FetchSize = 1_000;

    private static readonly TimeSpan CommitRetry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);

    // What failed at once would fail at once again; a second's rest keeps the log readable and the processor free.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private readonly SubscriptionGroupRoute _route;
    private readonly TopicLookup _topics;
    private readonly LetterSender _letters;
    private readonly EngineServices _services;
    private readonly EventPump _events;
    private readonly IKafkaClient _client;
    private readonly Listener _listener;
    private readonly Rebalancer _rebalancer;
    private readonly EndingWork _ending;
    private readonly OffsetCommitter _committer;
    private readonly StaticMemberWatch? _watch;
    private readonly ReachExtender? _reach;
    private readonly TransactionalDispatcher? _transactions;
    private readonly TaskCompletionSource _pollingEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _closing = new();
    private Task _asking = Task.CompletedTask;
    private Task _background = Task.CompletedTask;
    private bool _isStarted;

    /// <exception cref="Exception">The client refused its settings; whatever it threw.</exception>
    public KafkaConnection(SubscriptionGroupRoute route, TopicLookup topics, IKafkaClientFactory clients, CommitSettings commits, LetterSender letters, Executor executor, EngineServices services)
    {
        _route = route;
        _topics = topics;
        _letters = letters;
        _services = services;
        _events = new EventPump(services.Monitor);
        FetchedRecords records = new(FetchSize);
        _client = clients.Create(route, topics, this);
        _listener = new Listener(_client, records, Assignments, Health, _events, services.Time) { Patience = services.Threads.Patience, PatienceWithoutNeed = services.Threads.Patience * Listener.TimesWithoutNeed };
        _committer = new OffsetCommitter(_client, Assignments, commits, _events, services.Time) { Threads = services.Threads };
        _ending = new EndingWork(executor, _events, services.Time);
        _transactions = topics.All.Any(topic => topic.DeadLetterQueue is { IsTransactional: true }) ? services.Transactions?.Invoke(route, _client) : null;
        WorkerFactory workers = new(services, letters, executor, _committer, _listener)
        {
            Marks = _client,
            Transactions = _transactions is null ? null : new LettersWithOffsets(_transactions, letters, _committer),
            Group = _transactions is null ? null : _client,
        };
        _rebalancer = new Rebalancer(route.GroupId, topics, Assignments, records, workers, _committer, _ending, _events);
        _reach = topics.All.Any(topic => topic.DeadLetterQueue is { MaxCrashes: not null }) ? new ReachExtender(Assignments, _committer, services.Time) : null;
        _watch = StaticMemberWatch.IsNeeded(route) ? new StaticMemberWatch(_client, route, Subscription, _events, services.Time) : null;
    }

    private IReadOnlyCollection<string> Subscription => [.. _route.Topics.Select(topic => topic.Topic)];

    public string Name => $"{_route.GroupId}/{_route.Name}";

    public AssignmentTable Assignments { get; } = new();

    public ConnectionHealth Health { get; } = new();

    /// <summary>Runs of partitions that were taken away which ignore their token, each in a sentence.</summary>
    public IReadOnlyCollection<string> Hanging => _ending.Hanging;

    /// <summary>How long ago the poll thread began its last round; null when it does not poll.</summary>
    public TimeSpan? SinceLastPoll => _isStarted && !_pollingEnded.Task.IsCompleted ? _listener.SinceLastPoll : null;

    /// <summary>The letters whose transactions are not committed.</summary>
    public IReadOnlyCollection<DeadLetter> OnTheirWay => _transactions?.UnderWay ?? [];

    /// <summary>Those of them that cannot be delivered at present.</summary>
    public IReadOnlyCollection<FailingLetter> Failing => _transactions?.Failing ?? [];

    public void Start()
    {
        _isStarted = true;
        _transactions?.Prepare();
        foreach (RoutedTopic topic in _topics.All)
        {
            _letters.Prepare(topic);
        }

        _client.Subscribe(Subscription);
        _asking = Task.WhenAll(UntilClosing(WatchBrokersAsync()), UntilClosing(_watch?.RunAsync(_closing.Token) ?? Task.CompletedTask));
        _background = Task.WhenAll(_asking, _events.RunAsync(), _committer.RunAsync(_closing.Token), _reach?.RunAsync(_closing.Token) ?? Task.CompletedTask);
        _services.Threads.Loop($"Kafka.Dlq poll {Name}", Poll, _closing.Token);
    }

    /// <summary>Waits until no run is going on. The stop signal must have been given.</summary>
    public Task WorkersEndedAsync() => Task.WhenAll([.. Assignments.Workers.Select(worker => worker.Completion), .. _ending.All]);

    /// <summary>Commits what is marked until the broker has it; the last word of a host that stops in order, which clears crash marks.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before.</exception>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        foreach (PartitionAssignment assignment in Assignments.All)
        {
            assignment.Guarded?.Stop();
        }

        while (!await _committer.CommitChangedAsync(cancellationToken))
        {
            await Task.Delay(CommitRetry, _services.Time, cancellationToken);
        }
    }

    /// <summary>Ends polling and leaves the group.</summary>
    /// <returns>Ends when the group was left; it may take as long as the broker does.</returns>
    public async Task CloseAsync()
    {
        await _services.Threads.CancelAsync(_closing);
        if (_isStarted)
        {
            await _pollingEnded.Task;
        }

        if (_transactions is not null)
        {
            await _transactions.CloseAsync();
        }

        _events.Complete();
        await _background;
    }

    public long? LagOf(PartitionAssignment assignment) => assignment.Offsets.Cursor is { } cursor && _client.HighWatermark(assignment.Partition) is { } high ? Math.Max(0, high - cursor) : null;

    public void Dispose()
    {
        if (!_isStarted)
        {
            _ = _transactions?.CloseAsync();
        }

        foreach (PartitionWorker worker in Assignments.Workers)
        {
            worker.Dispose();
        }

        // A client that has not left its group yet is still in use by the poll thread, which ends with the process.
        if (!_isStarted || _pollingEnded.Task.IsCompleted)
        {
            _client.Dispose();
            _closing.Dispose();
        }
    }

    void IKafkaClientEvents.Assigned(IReadOnlyList<TopicPartition> partitions)
    {
        Guard(() => _rebalancer.Assigned(partitions));
        _watch?.Assigned();
    }

    void IKafkaClientEvents.Revoked(IReadOnlyList<TopicPartition> partitions) => Guard(() => _rebalancer.Revoked(partitions));

    void IKafkaClientEvents.Lost(IReadOnlyList<TopicPartition> partitions) => Guard(() => _rebalancer.Lost(partitions));

    void IKafkaClientEvents.ClientError(Error error)
    {
        bool isOutage = Health.Note(error);
        if (isOutage || (error.Code != ErrorCode.Local_AllBrokersDown && error.Code != ErrorCode.Local_Transport))
        {
            _events.Post(new ErrorOccurred(ErrorType.Poll, isOutage ? Unreachable() : new KafkaException(error)));
        }
    }

    private KafkaException Unreachable() => new(new Error(
        ErrorCode.Local_AllBrokersDown,
        $"No broker of {_route.Kafka.GetValueOrDefault("bootstrap.servers")} can be reached by {Name}: {Health.Unreachable}. It is tried again until one answers; check bootstrap.servers and the network."));

    private TimeSpan? Poll()
    {
        if (!_closing.IsCancellationRequested)
        {
            return Guard(PollOnce) ? TimeSpan.Zero : Rest;
        }

        // A question that is still on its way when the client is closed is never answered, and the stop would wait for its time limit.
        _services.Threads.Wait(_asking, AnswerWithin);
        Guard(_client.Close);
        _pollingEnded.SetResult();
        return null;
    }

    private void PollOnce()
    {
        _watch?.Step();
        _listener.PollOnce();
    }

    private bool Guard(Action work)
    {
        try
        {
            work();
            return true;
        }
        catch (Exception exception)
        {
            // Nothing may end the poll thread, or its partitions would stand still without a word; and an exception that leaves a callback destroys the record polled in that call.
            _events.Post(new ErrorOccurred(ErrorType.Poll, exception));
            return false;
        }
    }

    private async Task WatchBrokersAsync()
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), _services.Time, _closing.Token);
            if (Health.Unreachable is not null && await Task.Run(() => _client.IsBrokerReachable(Patience)))
            {
                Health.Reached();
            }
        }
    }

    private static async Task UntilClosing(Task watch)
    {
        try
        {
            await watch;
        }
        catch (OperationCanceledException)
        {
            // Closing.
        }
    }
}
