namespace Kafka.Dlq.Provisioning;

/// <summary>The border to the cluster's topics. Calls that the cluster does not answer in time throw <see cref="BrokerUnreachableException"/>.</summary>
internal interface IClusterTopics
{
    /// <summary>The addresses of the cluster, for messages.</summary>
    string BootstrapServers { get; }

    /// <summary>Reads those of the topics that exist. Never creates one, whatever the broker does for clients that ask for unknown topics.</summary>
    /// <param name="topics">Their names.</param>
    /// <param name="withSettings">Which of them are asked for their settings, too.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyDictionary<string, TopicState>> ReadAsync(IReadOnlyCollection<string> topics, IReadOnlySet<string> withSettings, CancellationToken cancellationToken);

    /// <summary>Creates topics. That one exists already is no refusal: another host was faster.</summary>
    Task<IReadOnlyList<ChangeRefusal>> CreateAsync(IReadOnlyList<TopicCreation> topics, CancellationToken cancellationToken);

    /// <summary>Gives topics more partitions. That one has as many already is no refusal: another host was faster.</summary>
    Task<IReadOnlyList<ChangeRefusal>> RaiseAsync(IReadOnlyList<PartitionRaise> topics, CancellationToken cancellationToken);

    /// <summary>Alters the named settings of topics and no others (KIP-339).</summary>
    Task<IReadOnlyList<ChangeRefusal>> AlterAsync(IReadOnlyList<SettingsChange> topics, CancellationToken cancellationToken);
}
