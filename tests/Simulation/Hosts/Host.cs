using Confluent.Kafka;
using Kafka.Dlq.Connection;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Hosting;
using Kafka.Dlq.Instrumentation;
using Kafka.Dlq.Processing;
using Kafka.Dlq.Routing;
using Kafka.Dlq.Tests.Simulation.Checks;
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
    private readonly Disk _disk;
    private readonly KafkaMonitor _monitor = new();
    private readonly KafkaEngine _engine;
    private readonly Action<Host> _stopAsked;
    private FakeClient? _client;
    private int _producers;

    /// <param name="world">Where it runs.</param>
    /// <param name="name">How it is told from others.</param>
    /// <param name="disk">Where it spools letters.</param>
    /// <param name="stopAsked">Called when the engine or an operator wants it to stop and to be started again.</param>
    public Host(World world, string name, Disk disk, Action<Host> stopAsked)
    {
        _world = world;
        _disk = disk;
        disk.Owner = this;
        _stopAsked = stopAsked;
        Name = name;
        Slots = new Turns(world.Scenario.Concurrency);
        Standstills = new Standstills(world, this);
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

    /// <summary>Who may run: as many partitions at the same time as the scenario allows.</summary>
    public Turns Slots { get; }

    public Standstills Standstills { get; }

    public FakeClient Client => _client!;

    /// <summary>Called when a message kills the process.</summary>
    public Action<Host> Dies { get; init; } = _ => { };

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

    /// <summary>A record that it handles kills it.</summary>
    public void Die(FakeRecord record)
    {
        _world.Note(Name, $"dies of {record.Place}");
        _world.Sightings.Note(Element.Killer);
        Dies(this);
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
            CheckGivenUp((Message)letter.Message, letter.Error);
            if (_world.Scenario.Queue?.MarksAfterDispatch(_world.Scenario.IsManual) ?? false)
            {
                _world.Ledger.Marked(_world.Ledger.Find((Message)letter.Message));
            }
        });
        _monitor.Subscribe<DeadLetterSkipped>(skipped =>
        {
            CheckGivenUp((Message)skipped.Message, skipped.Error);
            FakeRecord record = _world.Ledger.Find((Message)skipped.Message);
            _world.Ledger.Skipped(this, record);
            if (_world.Scenario.Queue!.MarksAfterDispatch(_world.Scenario.IsManual))
            {
                _world.Ledger.Marked(record);
            }
        });
        _monitor.Subscribe<CrashSuspected>(_ => _world.Sightings.Note(Element.Suspects));
        _monitor.Subscribe<CrashGivenUp>(given =>
        {
            _world.Sightings.Note(Element.KillerGivenUp);
            _world.Ledger.CrashGivenUp(this, _world.Ledger.Find((Message)given.Message));
        });
        _monitor.Subscribe<ConsumingPause>(pause =>
        {
            if (pause.Manual && pause.Duration == Verbs.EndlessPause)
            {
                Standstills.Begin(pause.Partition.Partition.Value, "a user's pause lasts");
            }
        });
        _monitor.Subscribe<ErrorOccurred>(error =>
        {
            if (error is { Error: RunTimeoutException, Partition: { } partition, Offset: { } offset })
            {
                Handling.TookTooLong(partition.Value, offset.Value);
            }
        });
        _monitor.Subscribe<ConsumingHold>(hold =>
        {
            if (hold.Duration is null)
            {
                HoldWithoutEnd(hold.Partition.Partition.Value);
            }
        });
        if (_world.IsTraced)
        {
            _monitor.Subscribe<KafkaEvent>(occurred => _world.Note(Name, $"{EventText.Of(occurred)}"));
        }
    }

    private void CheckGivenUp(Message message, Exception? error)
    {
        if (error is CriticalConsumerException)
        {
            _world.Fail($"{Name} gives {_world.Ledger.Find(message).Place} up after a critical error");
        }
    }

    private void HoldWithoutEnd(int partition)
    {
        _world.Sightings.Note(Element.EndlessHold);
        if (Standstills.Begin(partition, "its strategy said so") is { } epoch)
        {
            _world.Outside.After(_world.Within(4_000), () => LookAtHold(partition, epoch));
        }
    }

    /// <summary>An operator who sees in the health check that a partition is held starts the host again, which is what ends such a hold.</summary>
    private void LookAtHold(int partition, int epoch)
    {
        if (IsStopping || Process.IsDead || Client.EpochOf(partition) != epoch)
        {
            return;
        }

        if (!Process.IsRunning)
        {
            _world.Outside.After(TimeSpan.FromSeconds(1), () => LookAtHold(partition, epoch));
        }
        else if (_engine.Connections[0].Assignments.Workers.Any(worker => worker.Assignment.Partition.Partition.Value == partition && worker.Assignment.Held is not null))
        {
            _stopAsked(this);
        }
        else
        {
            _world.Fail($"{Name} holds partition {partition} without an end, and its health does not say so");
        }
    }

    /// <summary>What the engine calls to have its host stopped.</summary>
    private void AskToStop(TopicPartition partition, Exception error)
    {
        bool isCritical = error is CriticalConsumerException;
        if (!isCritical && !_world.Judgement.HasStoppedFor(error))
        {
            _world.Fail($"{Name} is asked to stop because of {error}");
        }

        _world.Sightings.Note(isCritical ? Element.CriticalError : Element.StrategyStop);
        Standstills.Begin(partition.Partition.Value, "its host was asked to stop");

        // A host stops its other services first; meanwhile the engine works on, and only that partition stands still.
        Process.After(_world.Within(2_000), () =>
        {
            if (!IsStopping)
            {
                _stopAsked(this);
            }
        });
    }

    private KafkaEngine Build()
    {
        Scenario scenario = _world.Scenario;
        ProducerPool producers = new(NoSettings, NoClusters, scenario.Letters, Process.Time, (_, _) => MakeProducer(), Process.Tasks);
        DeadLetterDispatcher dispatcher = new(scenario.Letters, _monitor, Process.Time, null, (_, _) => CountTargetsAsync(), broken => FakeProducer.Replace(producers, broken));
        Dictionary<string, LetterSpool> spools = (scenario.HasSpool ? (string[])[scenario.Queue!.Topic!, Scenario.Spare] : []).ToDictionary(
            target => target,
            target => new LetterSpool(cluster: null, target, new FakeSpoolLog(_world, this, target, _disk), dispatcher, () => FakeProducer.Get(producers), ReportSpool, Process.Time));
        LetterSender letters = new(dispatcher, _ => FakeProducer.Get(producers), Process.Time) { Spools = (_, target) => spools.GetValueOrDefault(target) };
        EngineServices services = new(
            new ConsumerServices(Handling), _monitor, Meters, Process.Time, new Random(_world.Random.Next()), new StopSignals { Threads = Threads }, scenario.Letters.MaxOutstanding, AskToStop)
        {
            Threads = Threads,
            Transactions = (_, group) => new TransactionalDispatcher(scenario.Letters, _monitor, Process.Time, () => new FakeTransactionalProducer(_world, this), group, null, (_, _) => CountTargetsAsync()),
        };
        SubscriptionGroupRoute route = scenario.RouteIn(_world);
        RoutedTopic topic = new(route.Topics[0], CriticalErrors.Default);
        topic = scenario.Limits is { } limits ? new RoutedTopic(route.Topics[0], CriticalErrors.Default) { Limits = limits } : topic;

        Executor executor = new(Slots, _monitor, Meters, Process.Time);
        KafkaConnection connection = new(route, new TopicLookup(route, [topic]), this, new CommitSettings(scenario.CommitInterval, scenario.CommitTimeout), letters, executor, services);
        return new KafkaEngine([connection], services, letters, dispatcher, producers, scenario.ShutdownTimeout) { Spools = spools.Values };
    }

    private void ReportSpool(Exception error) => _monitor.Publish(new ErrorOccurred(ErrorType.Spool, error));

    private FakeProducer MakeProducer()
    {
        if (_producers++ > 0)
        {
            _world.Sightings.Note(Element.ReplacedProducer);
        }

        return new FakeProducer(_world, this);
    }

    private async Task<int> CountTargetsAsync()
    {
        await Task.Delay(_world.Within(30), Process.Time);
        return _world.AreLettersAway || _world.Happens(_world.Scenario.FaultRate)
            ? throw new KafkaException(new Error(ErrorCode.UnknownTopicOrPart))
            : _world.Scenario.TargetPartitions;
    }
}
