using Confluent.Kafka;
using Kafka.Dlq.Connection;
using Kafka.Dlq.Provisioning;
using Kafka.Dlq.Routing;
using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.Hosting;

/// <summary>Has the topics that routes need verified, created or aligned, on each cluster they live on.</summary>
internal sealed class TopicSetup(RouteTable routes, KafkaDlqOptions options, ILoggerFactory loggers)
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);

    private readonly ILogger _logger = loggers.CreateLogger(KafkaDlqTelemetry.LogCategory);
    private readonly ILogger _client = loggers.CreateLogger(ClientLog.Category);
    private readonly Clusters _clusters = new(options, routes);

    /// <exception cref="TopicProvisioningException">Topics are not as declared; lists them all.</exception>
    /// <exception cref="BrokerUnreachableException">A cluster did not answer; trying again is safe.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options.Topics == TopicProvisioning.None)
        {
            return;
        }

        foreach (IGrouping<string?, WantedTopic> cluster in Wanted().GroupBy(wanted => wanted.Cluster, wanted => wanted.Topic))
        {
            await ProvisionAsync(_clusters.SettingsOf(cluster.Key), cluster, cancellationToken);
        }
    }

    private async Task ProvisionAsync(IReadOnlyDictionary<string, string> settings, IEnumerable<WantedTopic> wanted, CancellationToken cancellationToken)
    {
        using IAdminClient admin = new AdminClientBuilder(ClientSettings.Shared(settings)).SetLogHandler((_, message) => ClientLog.Write(_client, message)).Build();
        TopicProvisioner provisioner = new(new AdminClusterTopics(admin, settings["bootstrap.servers"], RequestTimeout));
        ProvisioningPlan plan = await provisioner.ProvisionAsync(wanted, options.Topics, cancellationToken);
        Log(plan);
    }

    private IEnumerable<(string? Cluster, WantedTopic Topic)> Wanted()
    {
        foreach (TopicRoute route in routes.Topics.Where(route => !route.IsPattern))
        {
            if (route.IsActive)
            {
                yield return (_clusters.ServersOf(route), WantedTopic.Consumed(route.Topic, route.Declaration));
            }
            else if (route.Declaration is { } declaration)
            {
                yield return (_clusters.HomeOf(route, routes), WantedTopic.Declared(declaration));
            }
        }

        foreach (TopicRoute route in routes.Topics.Where(route => route.IsActive))
        {
            if (route.Feature<DeadLetterQueueSettings>() is { } queue)
            {
                yield return (_clusters.NameFor(route), WantedTopic.DeadLetterTarget(queue.Topic, route.Topic));
            }
        }
    }

    private void Log(ProvisioningPlan plan)
    {
        foreach (TopicCreation topic in plan.Create)
        {
            HostLog.TopicCreated(_logger, topic.Topic, topic.Partitions);
        }

        foreach (PartitionRaise topic in plan.Raise)
        {
            HostLog.PartitionsRaised(_logger, topic.Topic, topic.From, topic.To);
        }

        foreach (SettingsChange topic in plan.Alter)
        {
            HostLog.SettingsAltered(_logger, topic.Topic, string.Join(", ", topic.Settings.Select(setting => $"{setting.Key}={setting.Value}")));
        }

        foreach (TopicFinding warning in plan.Warnings)
        {
            HostLog.TopicDiffers(_logger, warning);
        }
    }
}
