using Kafka.Dlq.Connection;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Hosting;
using Kafka.Dlq.Instrumentation;
using Kafka.Dlq.Processing;
using Kafka.Dlq.Routing;
using Kafka.Dlq.Tests.Simulation.Cluster;
using Kafka.Dlq.Tests.Simulation.Runs;
using Kafka.Dlq.Tests.Simulation.Scheduling;
using LetterSender = Kafka.Dlq.Processing.LetterSender;

namespace Kafka.Dlq.Tests.Simulation.Hosts;

/// <summary>A process that runs the real engine over the simulated cluster.</summary>
internal sealed class Host : IKafkaClientFactory, IDisposable
{
    private static readonly Dictionary<string, string> NoSettings = [];
    private static readonly Dictionary<string, IReadOnlyDictionary<string, string>> NoClusters = [];

    // Nobody listens to it, so all runs may share one.
    private static readonly KafkaMeters Meters = new(new KafkaMonitor());

    private readonly World _world;
    private readonly KafkaMonitor _monitor = new();
    private readonly KafkaEngine _engine;
    private FakeClient? _client;

    public Host(World world, string name)
    {
        _world = world;
        Name = name;
        Process = new SimulatedProcess(world.Scheduler, name);
        Threads = new SimulatedThreads(world.Scheduler, Process, () => Client.IdleAsync(), world.Mutation == Mutation.DeafTokens);
        Handling = new Handling(world, this);
        Transactions = new FakeTransactions(world);
        Watch();
        _engine = Build();
    }

    public string Name { get; }

    public SimulatedProcess Process { get; }

    public SimulatedThreads Threads { get; }

    public Handling Handling { get; }

    public FakeTransactions Transactions { get; }

    public FakeClient Client => _client!;

    public bool IsStopping { get; private set; }

    public bool IsStopped { get; private set; }

    public bool IsAtWork => !IsStopping && Process.IsRunning;

    public IKafkaClient Create(SubscriptionGroupRoute route, TopicLookup topics, IKafkaClientEvents events) => _client = new FakeClient(_world, this, topics, events);

    /// <summary>A record must be in one place at most: with the client, in the buffer, or in work.</summary>
    public void CheckPlaces()
    {
        foreach (PartitionWorker worker in _engine.Connections[0].Assignments.Workers.Where(worker => worker.InWork.Count > 0))
        {
            int number = worker.Assignment.Partition.Partition.Value;
            int inWork = worker.InWork.Count;
            if (Client.CountFrom(number, worker.InWork.First.Offset.Value) is { } known && worker.Assignment.Buffer.Count > known - inWork)
            {
                _world.Fail($"{Name} has {inWork} in work and {worker.Assignment.Buffer.Count} waiting of {known} records that it fetched of partition {number}");
            }
        }
    }

    public void Start() => Follow(Process.Run(_engine.Start), "start");

    public void Stop()
    {
        IsStopping = true;
        Follow(Process.Run(StopAsync), "stop");
    }

    public void Dispose() => _client?.Dispose();

    private async Task StopAsync()
    {
        using CancellationTokenSource hurry = new(_world.Within(10_000), Process.Time);
        await _engine.StopAsync(hurry.Token);
        await _engine.DisposeAsync();
        IsStopped = true;
        _world.Note(Name, $"has stopped");
    }

    private void Follow(Task task, string what) => task.ContinueWith(
        ended => _world.Fail($"the {what} of {Name} threw {ended.Exception!.InnerException}"), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, Process.Tasks);

    private void Watch()
    {
        _monitor.Subscribe<DeadLetterDispatched>(letter =>
        {
            if (_world.Scenario.Queue?.MarksAfterDispatch(_world.Scenario.IsManual) ?? false)
            {
                _world.Ledger.Marked(_world.Ledger.Find((Message)letter.Message));
            }
        });
        _monitor.Subscribe<DeadLetterSkipped>(skipped =>
        {
            FakeRecord record = _world.Ledger.Find((Message)skipped.Message);
            _world.Ledger.Skipped(this, record);
            if (_world.Scenario.Queue!.MarksAfterDispatch(_world.Scenario.IsManual))
            {
                _world.Ledger.Marked(record);
            }
        });
        if (_world.IsTraced)
        {
            _monitor.Subscribe<KafkaEvent>(occurred => _world.Note(Name, $"{EventText.Of(occurred)}"));
        }
    }

    private KafkaEngine Build()
    {
        Scenario scenario = _world.Scenario;
        FakeProducer producer = new(_world, this);
        DeadLetterDispatcher dispatcher = new(scenario.Letters, _monitor, Process.Time, null, (_, _) => CountTargetsAsync());
        LetterSender letters = new(dispatcher, _ => producer, Process.Time);
        EngineServices services = new(
            new ConsumerServices(Handling), _monitor, Meters, Process.Time, new Random(_world.Random.Next()), new StopSignals { Threads = Threads }, scenario.Letters.MaxOutstanding, (_, _) => { })
        {
            Threads = Threads,
            Transactions = (_, group) => new TransactionalDispatcher(scenario.Letters, _monitor, Process.Time, () => new FakeTransactionalProducer(_world, this), group, null, (_, _) => CountTargetsAsync()),
        };
        SubscriptionGroupRoute route = scenario.RouteIn(_world);
        RoutedTopic topic = new(route.Topics[0], CriticalErrors.Default);
        topic = scenario.Limits is { } limits ? new RoutedTopic(route.Topics[0], CriticalErrors.Default) { Limits = limits } : topic;

        // As many slots as partitions: a semaphore that has to wait would do so on the thread pool.
        Executor executor = new(new SemaphoreSlim(scenario.Partitions * 10), _monitor, Meters, Process.Time);
        KafkaConnection connection = new(route, new TopicLookup(route, [topic]), this, new CommitSettings(scenario.CommitInterval, scenario.CommitTimeout), letters, executor, services);
        ProducerPool producers = new(NoSettings, NoClusters, scenario.Letters, Process.Time, (_, _) => throw new NotSupportedException());
        return new KafkaEngine([connection], services, letters, dispatcher, producers, scenario.ShutdownTimeout);
    }

    private async Task<int> CountTargetsAsync()
    {
        await Task.Delay(_world.Within(30), Process.Time);
        return _world.Happens(_world.Scenario.FaultRate)
            ? throw new Confluent.Kafka.KafkaException(new Confluent.Kafka.Error(Confluent.Kafka.ErrorCode.UnknownTopicOrPart))
            : _world.Scenario.TargetPartitions;
    }
}
