using Kafka.Dlq.Provisioning;
using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.Hosting;

/// <summary>Tells what was found and done about the topics.</summary>
internal sealed class TopicSetupLog(ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger(KafkaDlqTelemetry.LogCategory);

    /// <summary>What a person should know before anything is done.</summary>
    public void Planned(TopicPlan plan)
    {
        foreach (TopicFinding warning in plan.Warnings)
        {
            HostLog.TopicDiffers(_logger, warning);
        }

        foreach (ProvisioningPlan verified in plan.Clusters.Where(cluster => cluster.Aligning is { IsEmpty: false }))
        {
            HostLog.NotAligned(_logger, verified);
        }
    }

    public void CarriedOut(ProvisioningPlan plan)
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
    }
}
