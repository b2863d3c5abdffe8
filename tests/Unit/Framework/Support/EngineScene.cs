using Confluent.Kafka;
using Kafka.Dlq.Connection;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Hosting;
using Kafka.Dlq.Instrumentation;
using Kafka.Dlq.Processing;
using Kafka.Dlq.Rejecting;
using Kafka.Dlq.Routing;
using Kafka.Dlq.Tests.Unit.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using System.Collections.Concurrent;
using LetterSender = Kafka.Dlq.Processing.LetterSender;

namespace Kafka.Dlq.Tests.Unit.Framework.Support;

/// <summary>A whole engine with one connection to "orders", with its own threads, over a fake client, a fake producer and a clock that the test holds.</summary>
internal sealed class EngineScene : IAsyncDisposable
{
    private const int LooksBetween = 5;
    private static readonly TopicPartition Orders = new("orders", 0);

    private readonly ConcurrentQueue<string> _steps = new();
    private readonly ConcurrentQueue<KafkaEvent> _events = new();
    private readonly ServiceProvider _services;
    private readonly KafkaMeters _meters;
    private readonly Sinks _sinks = new();

    public EngineScene(TimeSpan shutdownTimeout, Action<TopicBuilder>? configure = null, ISpoolLog? spool = null, SinkDeclaration? sink = null)
    {
        Monitor.Subscribe<KafkaEvent>(_events.Enqueue);
        _meters = new KafkaMeters(Monitor);
        _services = new ServiceCollection().AddSingleton(Script).BuildServiceProvider();
        Clients = new FakeClients(_steps.Enqueue);
        DeadLetterOptions options = new();
        ProducerPool producers = new(new Dictionary<string, string>(), new Dictionary<string, IReadOnlyDictionary<string, string>>(), options, Time, (_, _) => Producer);
        DeadLetterDispatcher dispatcher = new(options, Monitor, Time, null, (_, _) => Task.FromResult(4));
        LetterSender letters = new(dispatcher, _ => Producer, Time);
        EngineServices services = new(_services.GetRequiredService<IServiceScopeFactory>(), Monitor, _meters, Time, new Random(1), new StopSignals(), 100, (_, _) => { })
        {
            Rejects = new RejectServices(new LogSink(NullLogger.Instance, withPayload: false), _sinks),
        };
        _sinks.Open(sink is null ? [] : [sink], new SinkContext(_services, new KafkaDlqOptions(), dispatcher, _ => Producer, Time, NullLoggerFactory.Instance), Monitor);
        SubscriptionGroupRoute group = Routed.Table(draw => draw.Topic("orders", topic =>
        {
            topic.Consumer<BatchConsumer>();
            configure?.Invoke(topic);
        })).Groups[0].SubscriptionGroups[0];
        TopicLookup topics = new(group, [.. group.Topics.Select(Routed.Of)]);
        Executor executor = new(new Turns(places: 10), Monitor, _meters, Time);
        Connection = new KafkaConnection(group, topics, Clients, new CommitSettings(TimeSpan.FromDays(1), TimeSpan.FromSeconds(5)), letters, executor, services);
        Engine = new KafkaEngine([Connection], services, letters, dispatcher, producers, shutdownTimeout)
        {
            Sinks = _sinks,
            Spools = spool is null ? [] : [new LetterSpool(cluster: null, "orders.dlq", spool, dispatcher, () => Producer, _ => { }, Time)],
        };
    }

    public KafkaMonitor Monitor { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    public Script Script { get; } = new();

    public FakeProducer Producer { get; } = new() { Acknowledges = true };

    public FakeClients Clients { get; }

    public KafkaConnection Connection { get; }

    public KafkaEngine Engine { get; }

    /// <summary>What was done, in the order in which it was.</summary>
    public IReadOnlyList<string> Steps => [.. _steps];

    public IReadOnlyList<ErrorOccurred> Errors => [.. _events.OfType<ErrorOccurred>()];

    public void Note(string step) => _steps.Enqueue(step);

    /// <summary>Starts the engine, has "orders/0" assigned and lets these messages arrive.</summary>
    public void Start(params Message[] messages)
    {
        Clients.InFetch((into, events) =>
        {
            events.Assigned([Orders]);
            into.Messages.AddRange(messages);
        });
        Engine.Start();
    }

    public static void Until(Func<bool> condition, string what) => new Pump().Until(condition, what);

    /// <summary>Stops the engine while time goes by.</summary>
    public void Stop()
    {
        Task stop = Engine.StopAsync(CancellationToken.None);
        int looks = 0;
        new Pump().Until(
            () =>
            {
                // Not at each look, a millisecond after the other: the time must not outrun the poll thread, which leaves the group within it.
                Time.Advance(TimeSpan.FromMilliseconds(++looks % LooksBetween == 0 ? 100 : 0));
                return stop.IsCompleted;
            },
            "the stop");
        Assert.True(stop.IsCompletedSuccessfully, stop.Exception?.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        _meters.Dispose();
        await _services.DisposeAsync();
    }
}
