using Confluent.Kafka;
using Kafka.Dlq.Connection;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Instrumentation;
using Kafka.Dlq.Processing;
using Kafka.Dlq.Publishing;
using Kafka.Dlq.Rejecting;
using Kafka.Dlq.Tests.Unit.Instrumentation.Logging;
using Kafka.Dlq.Tests.Unit.Instrumentation.Metrics;
using Kafka.Dlq.Tests.Unit.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using LetterSender = Kafka.Dlq.Processing.LetterSender;

namespace Kafka.Dlq.Tests.Unit.Framework.Support;

/// <summary>
/// One assigned partition, "orders/0", with everything that works on it, over a fake client, a fake producer and a clock that the test holds.
/// All that it does happens inside the calls of the test.
/// </summary>
internal sealed class PartitionScene : IDisposable
{
    private readonly Pump _pump = new();
    private readonly List<KafkaEvent> _events = [];
    private readonly SomeMeterFactory _meterFactory = new();
    private readonly ServiceProvider _services;
    private readonly KafkaMeters _meters;
    private readonly WorkerFactory _workers;

    public PartitionScene(Action<TopicBuilder>? configure = null, Type? consumer = null, int maxOutstanding = 100, Turns? slots = null, SinkDeclaration? sink = null, int hop = 0)
    {
        Monitor.Subscribe<KafkaEvent>(_events.Add);
        Pumped = new EventPump(Monitor);
        _meters = new KafkaMeters(Monitor, _meterFactory);
        _services = new ServiceCollection().AddSingleton(Script).BuildServiceProvider();
        Topics = [.. Routed.OrdersTable(configure, consumer).Topics.Select(Routed.Of)];
        Topic = Topics[hop];
        DeadLetterDispatcher dispatcher = new(new DeadLetterOptions(), Monitor, Time, null, (_, _) => Task.FromResult(4));
        Sinks.Open(sink is null ? [] : [sink], new SinkContext(_services, new KafkaDlqOptions(), dispatcher, _ => Producer, Time, NullLoggerFactory.Instance), Monitor);
        Letters = new LetterSender(dispatcher, _ => Producer, Time) { Spools = (_, _) => Spool };
        Dispatcher = dispatcher;
        Committer = new OffsetCommitter(Client, Assignments, new CommitSettings(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5)), Pumped, Time);
        EngineServices services = new(
            _services.GetRequiredService<IServiceScopeFactory>(), Monitor, _meters, Time, new Random(1), Stop, maxOutstanding, (_, error) => HostStops.Add(error))
        {
            Rejects = new RejectServices(new LogSink(Log, withPayload: false), Sinks),
            Publish = (route, topic, record, batching) => Publish!(route, topic, record, batching),
        };
        Executor = new Executor(slots ?? new Turns(places: 10), Monitor, _meters, Time);
        _workers = new WorkerFactory(services, Letters, Executor, Committer, Seeker) { Marks = Client };
        _pump.Run(() =>
        {
            _ = Pumped.RunAsync();
            foreach (SinkCollector collector in Sinks.All)
            {
                collector.Start(Stop.Aborted);
            }
        });
        Worker = Add(partition: 0);
    }

    /// <summary>The scope of its meters.</summary>
    public object Metered => _meterFactory;

    public Script Script { get; } = new();

    /// <summary>The sinks of rejected records: the one that the test gave.</summary>
    public Sinks Sinks { get; } = new();

    /// <summary>The lines of records that are only logged.</summary>
    public CollectingLogger Log { get; } = new(LogLevel.Trace);

    public KafkaMonitor Monitor { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    public StopSignals Stop { get; } = new();

    /// <summary>What the poll thread would tell.</summary>
    public EventPump Pumped { get; }

    public FakeKafkaClient Client { get; } = new();

    public FakeProducer Producer { get; } = new() { Acknowledges = true };

    /// <summary>Takes the outputs of a transform.</summary>
    public OutputWriter? Publish { get; init; }

    public FakeSeeker Seeker { get; } = new();

    public AssignmentTable Assignments { get; } = new();

    /// <summary>The topic and its retry topics.</summary>
    public IReadOnlyList<RoutedTopic> Topics { get; }

    /// <summary>The one that is worked on: "orders", or one of its retry topics.</summary>
    public RoutedTopic Topic { get; }

    public LetterSender Letters { get; }

    public DeadLetterDispatcher Dispatcher { get; }

    /// <summary>The spool for the letters of queues that have one.</summary>
    public LetterSpool? Spool { get; set; }

    public OffsetCommitter Committer { get; }

    public Executor Executor { get; }

    public WorkerFactory Workers => _workers;

    public PartitionWorker Worker { get; }

    public OffsetTracker Offsets => Worker.Assignment.Offsets;

    /// <summary>What asked the host to stop.</summary>
    public List<Exception> HostStops { get; } = [];

    public IReadOnlyList<string> Events => [.. _events.Select(EventText.Of)];

    public IReadOnlyList<T> Told<T>() => [.. _events.OfType<T>()];

    /// <summary>The result of a task that has ended.</summary>
    public static T Result<T>(Task<T> ended)
    {
        Assert.True(ended.IsCompleted, "It has not ended yet.");
        return ended.GetAwaiter().GetResult();
    }

    /// <summary>Assigns another partition of the topic, whose work is not begun.</summary>
    public PartitionWorker Add(int partition, RoutedTopic? topic = null)
    {
        PartitionWorker worker = _workers.Create(new TopicPartition((topic ?? Topic).Route.Topic, partition), topic ?? Topic);
        Assignments.Add(worker);
        return worker;
    }

    /// <summary>Begins to work and lets these messages arrive.</summary>
    public PartitionScene Start(params Message[] messages)
    {
        _pump.Run(() => Worker.Start(Task.CompletedTask));
        return messages.Length > 0 ? Arrive(messages) : this;
    }

    /// <summary>Lets time pass second by second, as the clock is looked at while records wait.</summary>
    public PartitionScene Pass(TimeSpan time)
    {
        for (TimeSpan left = time; left > TimeSpan.Zero; left -= TimeSpan.FromSeconds(1))
        {
            Advance(left < TimeSpan.FromSeconds(1) ? left : TimeSpan.FromSeconds(1));
        }

        return this;
    }

    public PartitionScene Arrive(params Message[] messages)
    {
        Seeker.Log.AddRange(messages);
        _pump.Run(() => Worker.Assignment.Buffer.Put(messages));
        return this;
    }

    public void Do(Action act) => _pump.Run(act);

    public T Do<T>(Func<T> start) => _pump.Run(start);

    public void Until(Func<bool> condition, string what) => _pump.Until(condition, what);

    public PartitionScene Advance(TimeSpan by)
    {
        _pump.Run(() => Time.Advance(by));
        return this;
    }

    /// <summary>Takes the partition away and waits until its work has ended.</summary>
    public void Revoke()
    {
        _pump.Run(Worker.Assignment.Revoke);
        UntilEnded();
    }

    /// <summary>Gives the signal to begin nothing new and waits until the work has ended.</summary>
    public void StopWork()
    {
        _pump.Run(() => { _ = Stop.StopAsync(); });
        UntilEnded();
    }

    public void UntilEnded() => _pump.Until(() => Worker.Completion.IsCompleted, "the worker's end");

    public void Dispose()
    {
        _pump.Run(() => { _ = Stop.StopAsync(); });
        _pump.Run(() => { _ = Stop.AbortAsync(); });
        _meters.Dispose();
        _meterFactory.Dispose();
        _services.Dispose();
    }
}
