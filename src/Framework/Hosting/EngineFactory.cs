using Confluent.Kafka;
using Kafka.Dlq.Connection;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Instrumentation;
using Kafka.Dlq.Processing;
using Kafka.Dlq.Publishing;
using Kafka.Dlq.Rejecting;
using Kafka.Dlq.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.Hosting;

/// <summary>Puts an engine together from checked options and routes.</summary>
internal sealed class EngineFactory(IServiceProvider provider, SinkTable sinkTable, KafkaMonitor monitor, KafkaMeters meters, TimeProvider time, ILoggerFactory loggers)
{
    private static readonly TimeSpan CommitTimeout = TimeSpan.FromSeconds(5);

    /// <exception cref="InvalidRoutesException">The client refuses a connection's settings.</exception>
    /// <exception cref="IOException">A spool cannot be opened. Nothing stays open then.</exception>
    /// <exception cref="InvalidOperationException">A sink cannot be made. Nothing stays open then.</exception>
    public async Task<KafkaEngine> CreateAsync(RouteTable routes, KafkaDlqOptions options, Action<TopicPartition, Exception> stopHost)
    {
        ILogger log = loggers.CreateLogger(ClientLog.Category);
        Clusters clusters = new(options, routes);
        ProducerPool producers = Producers(settings => settings);
        Random random = new(HashCode.Combine(Environment.ProcessId, time.GetTimestamp()));
        DeadLetterDispatcher dispatcher = new(options.DeadLetters, monitor, time, JitterOf(random), replace: producers.Replace);
        RecordPublisher publisher = new(producers, Producers(RecordPublisher.Alone));
        Sinks sinks = new();
        EngineServices services = new(provider.GetRequiredService<IServiceScopeFactory>(), monitor, meters, time, random, new StopSignals(), options.DeadLetters.MaxOutstanding, stopHost)
        {
            Rejects = new RejectServices(new LogSink(loggers.CreateLogger(KafkaDlqTelemetry.LogCategory), options.LogRejectedPayloads), sinks),
            Publish = (route, topic, record, batching) => publisher.PublishAsync(clusters.ServersOf(route), topic, record, batching),
            Transactions = (route, group) => Transactional(route, group, options, clusters, producers, random),
        };
        Spools spools = new(options.DeadLetters.Spool, dispatcher, clusters, producers, monitor, time, loggers);
        LetterSender letters = new(dispatcher, topic => producers.Get(clusters.NameFor(topic.Route)), time)
        {
            HopProducer = topic => producers.Get(clusters.ServersOf(topic.Route)),
            Spools = (topic, target) => spools.Find(clusters.NameFor(topic.Route), target),
        };
        Executor executor = new(new Turns(options.Concurrency), monitor, meters, time);
        KafkaClientFactory clients = new(options.ClientId, options.Fetching, log, time);
        CommitSettings commits = new(options.CommitInterval, CommitTimeout);
        CriticalErrors critical = new(options.CriticalErrors);

        List<KafkaConnection> connections = [];
        foreach (SubscriptionGroupRoute route in routes.Groups.SelectMany(group => group.SubscriptionGroups))
        {
            TopicLookup topics = new(route, [.. route.Topics.Select(topic => new RoutedTopic(topic, critical, options.DeadLetterAction))]);
            connections.Add(Connect(route, () => new KafkaConnection(route, topics, clients, commits, letters, executor, services), connections));
        }

        // Made before they are needed: an idempotent producer takes a while to get its id, and the first letter would wait for it.
        foreach (TopicRoute route in routes.Topics.Where(route => route.IsActive && route.Feature<DeadLetterQueueSettings>() is { Topics.Count: > 0 }))
        {
            producers.Get(clusters.NameFor(route));
        }

        try
        {
            spools.Open(routes);
            sinks.Open(sinkTable.UsedBy(routes, options.DeadLetterAction), new SinkContext(provider, options, dispatcher, producers.Get, time, loggers), monitor);
        }
        catch
        {
            connections.ForEach(connection => connection.Dispose());
            await sinks.DisposeAsync();
            await spools.DisposeAsync();
            await producers.DisposeAsync();
            throw;
        }

        return new KafkaEngine(connections, services, letters, dispatcher, producers, options.ShutdownTimeout) { Publisher = publisher, Spools = spools.All, Sinks = sinks };

        ProducerPool Producers(Func<IReadOnlyDictionary<string, string>, IReadOnlyDictionary<string, string>> adapt) => new(
            adapt(clusters.Main), clusters.Others.ToDictionary(pair => pair.Key, pair => adapt(pair.Value)), options.DeadLetters, time, ReportProducer, (_, message) => ClientLog.Write(log, message));
    }

    private TransactionalDispatcher Transactional(SubscriptionGroupRoute route, ITransactionGroup group, KafkaDlqOptions options, Clusters clusters, ProducerPool producers, Random random)
    {
        string id = TransactionalId.Of(options.DeadLetters.TransactionalIdPrefix, route.Kafka.GetValueOrDefault("group.instance.id"), route.GroupId, route.Name, Guid.NewGuid().ToString("N"));
        string? cluster = clusters.ServersOf(route.Topics[0]);
        return new TransactionalDispatcher(options.DeadLetters, monitor, time, () => producers.MakeTransactional(cluster, id), group, JitterOf(random));
    }

    private static KafkaConnection Connect(SubscriptionGroupRoute route, Func<KafkaConnection> connect, List<KafkaConnection> before)
    {
        try
        {
            return connect();
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or KafkaException)
        {
            before.ForEach(connection => connection.Dispose());
            throw new InvalidRoutesException([new RouteFault(route.GroupId, null, "Kafka", exception.Message, "settings that librdkafka accepts")]);
        }
    }

    private static Func<double> JitterOf(Random random)
    {
        // Letters are dispatched from many threads at once, and a Random is not made for that.
        Lock gate = new();
        return () =>
        {
            lock (gate)
            {
                return random.NextDouble();
            }
        };
    }

    private void ReportProducer(string? cluster, Error error)
    {
        // Brokers that come and go are the client's daily work, and are told by the connections; letters that do not arrive are told by the dispatcher.
        if (error.IsFatal)
        {
            string name = cluster is null ? "the main cluster" : $"cluster '{cluster}'";
            _ = Task.Run(() => monitor.Publish(new ErrorOccurred(ErrorType.Poll, new KafkaException(new Error(error.Code, $"Producer of {name}: {error.Reason}")))));
        }
    }
}
