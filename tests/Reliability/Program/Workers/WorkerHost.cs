using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.Reliability.Workers;

/// <summary>The framework in a host as a user would write it.</summary>
internal static class WorkerHost
{
    private const string OtherCluster = "letters";

    public static IHost Build(WorkerSettings settings, Ledger ledger)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(ledger);
        builder.Services.AddSingleton<WorkHandler>();
        builder.Services.AddSingleton<LetterProducers>();
        builder.Services.AddHostedService<HealthWatch>();
        builder.Services.AddHealthChecks().AddKafkaDlq();
        builder.Services.AddKafkaDlq(kafka => kafka.Configure(options => Set(options, settings)).Routes(routes => routes.Draw(draw => Draw(draw, settings))));
        return builder.Build();
    }

    private static void Set(KafkaDlqOptions options, WorkerSettings settings)
    {
        options.GroupId = settings.Group;
        options.Kafka["bootstrap.servers"] = settings.BootstrapServers;
        Copy(settings.Kafka, options.Kafka);
        Copy(settings.Producer, options.Producer);
        options.Fetching = settings.Fetching;
        options.CommitInterval = settings.CommitInterval;
        options.MaxMessages = 100;
        options.Pause = new PauseOptions { Timeout = settings.Backoff, MaxTimeout = settings.Backoff * 10 };
        options.Topics = TopicProvisioning.None;
        options.DeadLetters = options.DeadLetters with { TransactionTimeout = settings.TransactionTimeout };
        if (settings.LetterCluster is { } cluster)
        {
            options.Clusters[OtherCluster] = new Dictionary<string, string> { ["bootstrap.servers"] = cluster };
        }
    }

    private static void Draw(DrawBuilder draw, WorkerSettings settings) => draw.Topic(settings.Topic, route => Consume(route, settings).DeadLetterQueue(queue =>
    {
        queue.Topic(settings.Letters).Independent();
        _ = settings.IsTransactional ? queue.Transactional() : queue.DispatchMethod(settings.Dispatch);
        _ = settings.RetryTopics.Count > 0 ? queue.RetryTopics([.. settings.RetryTopics]) : queue.MaxRetries(settings.MaxRetries);
        if (settings.LetterCluster is not null)
        {
            queue.Cluster(OtherCluster);
        }

        if (settings.Breaker is { } breaker)
        {
            queue.Breaker(breaker);
        }

        if (settings.MaxCrashes is { } most)
        {
            queue.CrashGuard(most);
        }
    }));

    private static TopicBuilder Consume(TopicBuilder route, WorkerSettings settings) =>
        settings.Sabotage == Sabotage.CommitBeforeReport ? route.Consumer<LyingConsumer>()
        : settings.Sabotage == Sabotage.SkipOnRevoke ? route.Consumer<HastyConsumer>()
        : settings.Kind == WorkerKind.Batch ? route.Consumer<BatchConsumer>()
        : route.Consumer<SingleConsumer>();

    private static void Copy(IReadOnlyDictionary<string, string> from, IDictionary<string, string> to)
    {
        foreach ((string key, string value) in from)
        {
            to[key] = value;
        }
    }
}
