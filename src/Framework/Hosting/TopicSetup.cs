using Confluent.Kafka;
using Kafka.Dlq.Connection;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.LetterTopics;
using Kafka.Dlq.Provisioning;
using Kafka.Dlq.Rejecting;
using Kafka.Dlq.Routing;
using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.Hosting;

/// <summary>Has the topics that routes need planned, verified, created or aligned, on each cluster they live on.</summary>
internal sealed class TopicSetup(RouteTable routes, KafkaDlqOptions options, TimeProvider time, ILoggerFactory loggers)
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);

    private readonly ILogger _client = loggers.CreateLogger(ClientLog.Category);
    private readonly TopicSetupLog _log = new(loggers);
    private readonly Clusters _clusters = new(options, routes);

    /// <summary>The sinks of rejected records, some of which write to topics.</summary>
    public SinkTable Sinks { get; init; } = SinkTable.Empty;

    /// <summary>Asks the clusters and changes nothing.</summary>
    /// <exception cref="BrokerUnreachableException">A cluster did not answer; trying again is safe.</exception>
    public async Task<TopicPlan> PlanAsync(TopicProvisioning mode, CancellationToken cancellationToken)
    {
        List<ProvisioningPlan> plans = [];
        foreach ((string? cluster, IReadOnlyList<WantedTopic> wanted) in WantedBy(mode))
        {
            plans.Add(await AskAsync(cluster, provisioner => provisioner.PlanAsync(wanted, mode, cancellationToken)));
        }

        return new TopicPlan(plans);
    }

    /// <summary>Plans, and carries the plan out unless it has a fault on any cluster.</summary>
    /// <returns>What was carried out.</returns>
    /// <exception cref="TopicProvisioningException">Topics are not as declared; lists them all.</exception>
    /// <exception cref="BrokerUnreachableException">A cluster did not answer; trying again is safe.</exception>
    public async Task<TopicPlan> RunAsync(TopicProvisioning mode, CancellationToken cancellationToken)
    {
        TopicPlan plan = await PlanAsync(mode, cancellationToken);
        _log.Planned(plan);
        TopicProvisioningException.ThrowIfAny(plan.Faults);
        foreach (((string? cluster, IReadOnlyList<WantedTopic> wanted), ProvisioningPlan part) in WantedBy(mode).Zip(plan.Clusters))
        {
            await CarryOutAsync(cluster, wanted, part, cancellationToken);
        }

        return plan;
    }

    /// <summary>Tells which dead letter topics do not fit their sources. Best effort: it throws nothing.</summary>
    public Task AdviseAsync(KafkaMonitor monitor, TopicProvisioning mode, CancellationToken cancellationToken)
    {
        LetterTopicAdviser adviser = new(ReadAsync, monitor, loggers.CreateLogger(KafkaDlqTelemetry.LogCategory));
        return adviser.AdviseAsync(LetterWay.Of(routes, _clusters), [.. routes.Topics.Select(route => route.Declaration).OfType<TopicDeclaration>()], mode, cancellationToken);
    }

    private Task<IReadOnlyDictionary<string, TopicState>> ReadAsync(string? cluster, IReadOnlyCollection<string> topics, bool withSettings, CancellationToken cancellationToken) =>
        AskAsync(cluster, (IClusterTopics found) => found.ReadAsync(topics, withSettings ? topics.ToHashSet() : [], cancellationToken));

    private async Task CarryOutAsync(string? cluster, IReadOnlyList<WantedTopic> wanted, ProvisioningPlan plan, CancellationToken cancellationToken)
    {
        if (plan.IsEmpty)
        {
            return;
        }

        await AskAsync(cluster, async provisioner =>
        {
            await provisioner.CarryOutAsync(plan, wanted, cancellationToken);
            return true;
        });
        _log.CarriedOut(plan);
    }

    private Task<T> AskAsync<T>(string? cluster, Func<TopicProvisioner, Task<T>> ask) => AskAsync(cluster, (IClusterTopics topics) => ask(new TopicProvisioner(topics)));

    private async Task<T> AskAsync<T>(string? cluster, Func<IClusterTopics, Task<T>> ask)
    {
        IReadOnlyDictionary<string, string> settings = _clusters.SettingsOf(cluster);
        using IAdminClient admin = new AdminClientBuilder(ClientSettings.Shared(settings)).SetLogHandler((_, message) => ClientLog.Write(_client, message)).Build();
        return await ask(new AdminClusterTopics(admin, settings["bootstrap.servers"], RequestTimeout, time));
    }

    // The host's own cluster comes first, whatever the first route needs.
    private List<(string? Cluster, IReadOnlyList<WantedTopic> Topics)> WantedBy(TopicProvisioning mode) => mode == TopicProvisioning.None
        ? []
        :
        [
            .. Wanted().GroupBy(wanted => wanted.Cluster, wanted => wanted.Topic)
                .OrderBy(cluster => cluster.Key is null ? 0 : 1)
                .Select(cluster => (cluster.Key, (IReadOnlyList<WantedTopic>)[.. cluster])),
        ];

    private IEnumerable<(string? Cluster, WantedTopic Topic)> Wanted()
    {
        foreach ((string? Cluster, WantedTopic Topic) written in WrittenTopics.Of(routes, _clusters))
        {
            yield return written;
        }

        foreach (TopicRoute route in routes.Topics.Where(route => !route.IsPattern))
        {
            if (route.Feature<RetryTopicSettings>() is { } retry)
            {
                yield return (_clusters.ServersOf(route), WantedTopic.RetryTopic(route.Declaration, RetryTopicTemplate.Of(route, retry), retry.Source));
            }
            else if (route.IsActive)
            {
                yield return (_clusters.ServersOf(route), WantedTopic.Consumed(route.Topic, route.Declaration));
            }
            else if (route.Declaration is { } declaration)
            {
                yield return (_clusters.HomeOf(route, routes), WantedTopic.Declared(declaration));
            }
        }

        foreach (TopicRoute route in routes.Topics.Where(route => route.IsActive && route.CompanionOf is null))
        {
            foreach (string target in route.Feature<DeadLetterQueueSettings>()?.Topics ?? [])
            {
                yield return (_clusters.NameFor(route), WantedTopic.DeadLetterTarget(target, route.Topic));
            }

            foreach (SinkDeclaration sink in RouteActions.Of(route, options.DeadLetterAction).Sinks.Select(Sinks.Find).OfType<SinkDeclaration>().Where(sink => sink.Topic is not null))
            {
                yield return (sink.Cluster, WantedTopic.DeadLetterTarget(sink.Topic!, route.Topic));
            }
        }
    }
}
