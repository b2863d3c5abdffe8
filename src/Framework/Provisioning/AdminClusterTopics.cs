using Confluent.Kafka;
using Confluent.Kafka.Admin;
using System.Collections.Frozen;

namespace Kafka.Dlq.Provisioning;

/// <summary>
/// The cluster's topics over the admin client. They are read with GetMetadata of all topics: that of single topics lets a broker create what it is asked about
/// (<c>auto.create.topics.enable</c>), and DescribeTopics waits for a controller, which the embedded cluster does not name. The price is one large answer on a large cluster, once.
/// </summary>
/// <param name="admin">The client; the caller's to dispose.</param>
/// <param name="bootstrapServers">The addresses it was given, for messages.</param>
/// <param name="timeout">The longest wait for an answer to one request.</param>
/// <param name="time">The clock.</param>
internal sealed class AdminClusterTopics(IAdminClient admin, string bootstrapServers, TimeSpan timeout, TimeProvider time) : IClusterTopics
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    public string BootstrapServers => bootstrapServers;

    public async Task<IReadOnlyDictionary<string, TopicState>> ReadAsync(IReadOnlyCollection<string> topics, IReadOnlySet<string> withSettings, CancellationToken cancellationToken)
    {
        List<TopicMetadata> found = [.. (await MetadataAsync(cancellationToken)).Where(topic => topics.Contains(topic.Topic))];
        IReadOnlyDictionary<string, DescribeConfigsReport> settings =
            await SettingsAsync([.. found.Where(topic => !topic.Error.IsError && withSettings.Contains(topic.Topic)).Select(topic => topic.Topic)], cancellationToken);
        return found.ToFrozenDictionary(topic => topic.Topic, topic => State(topic, settings.GetValueOrDefault(topic.Topic)));
    }

    public async Task<IReadOnlyList<ChangeRefusal>> CreateAsync(IReadOnlyList<TopicCreation> topics, CancellationToken cancellationToken)
    {
        CreateTopicsOptions options = new() { RequestTimeout = timeout, OperationTimeout = timeout };
        try
        {
            await AskAsync(() => admin.CreateTopicsAsync(topics.Select(Specification), options), cancellationToken);
            await BecomeVisibleAsync([.. topics.Select(topic => topic.Topic)], cancellationToken);
            return [];
        }
        catch (CreateTopicsException refused)
        {
            return [.. from report in refused.Results where report.Error.IsError && report.Error.Code != ErrorCode.TopicAlreadyExists select new ChangeRefusal(report.Topic, "topic", report.Error)];
        }
    }

    public async Task<IReadOnlyList<ChangeRefusal>> RaiseAsync(IReadOnlyList<PartitionRaise> topics, CancellationToken cancellationToken)
    {
        CreatePartitionsOptions options = new() { RequestTimeout = timeout, OperationTimeout = timeout };
        try
        {
            await AskAsync(() => admin.CreatePartitionsAsync(topics.Select(raise => new PartitionsSpecification { Topic = raise.Topic, IncreaseTo = raise.To }), options), cancellationToken);
            return [];
        }
        catch (CreatePartitionsException refused)
        {
            return [.. from report in refused.Results where report.Error.IsError && report.Error.Code != ErrorCode.InvalidPartitions select new ChangeRefusal(report.Topic, "partitions", report.Error)];
        }
    }

    public async Task<IReadOnlyList<ChangeRefusal>> AlterAsync(IReadOnlyList<SettingsChange> topics, CancellationToken cancellationToken)
    {
        Dictionary<ConfigResource, List<ConfigEntry>> changes = topics.ToDictionary(change => Resource(change.Topic), Entries);
        try
        {
            await AskAsync(() => admin.IncrementalAlterConfigsAsync(changes, new IncrementalAlterConfigsOptions { RequestTimeout = timeout }), cancellationToken);
            return [];
        }
        catch (IncrementalAlterConfigsException refused)
        {
            return [.. from report in refused.Results where report.Error.IsError select new ChangeRefusal(report.ConfigResource.Name, "settings", report.Error)];
        }
    }

    /// <summary>
    /// A controller says that a topic is made before every broker knows of it, and a consumer that subscribes in between is told that there is none. So the broker that is asked here
    /// is given the time of one request to learn of it; one that learns later costs an error event and a second try, no message.
    /// </summary>
    private async Task BecomeVisibleAsync(HashSet<string> topics, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < timeout)
        {
            Metadata metadata = await AllMetadataAsync(cancellationToken);
            if (topics.IsSubsetOf(metadata.Topics.Where(topic => !topic.Error.IsError).Select(topic => topic.Topic)))
            {
                return;
            }

            await Task.Delay(BetweenLooks, time, cancellationToken);
        }
    }

    private async Task<IEnumerable<TopicMetadata>> MetadataAsync(CancellationToken cancellationToken)
    {
        Metadata metadata = await AllMetadataAsync(cancellationToken);
        TopicMetadata? unready = metadata.Topics.Find(topic => topic.Error.Code == ErrorCode.LeaderNotAvailable);
        return unready is null
            ? metadata.Topics.Where(topic => topic.Error.Code != ErrorCode.UnknownTopicOrPart)
            : throw new BrokerUnreachableException(bootstrapServers, $"topic '{unready.Topic}': {unready.Error.Reason}");
    }

    private async Task<Metadata> AllMetadataAsync(CancellationToken cancellationToken)
    {
        // The call blocks in the native client, which must not be disposed under it: so its end is waited for, at most its timeout, even when nobody wants the answer any more.
        Task<Metadata> asked = Task.Run(() => admin.GetMetadata(timeout), CancellationToken.None);
        await Task.WhenAny(asked);
        cancellationToken.ThrowIfCancellationRequested();
        return await AskAsync(() => asked, cancellationToken);
    }

    private async Task<IReadOnlyDictionary<string, DescribeConfigsReport>> SettingsAsync(IReadOnlyList<string> topics, CancellationToken cancellationToken)
    {
        if (topics.Count == 0)
        {
            return FrozenDictionary<string, DescribeConfigsReport>.Empty;
        }

        try
        {
            List<DescribeConfigsResult> results = await AskAsync(() => admin.DescribeConfigsAsync(topics.Select(Resource), new DescribeConfigsOptions { RequestTimeout = timeout }), cancellationToken);
            return results.ToFrozenDictionary(result => result.ConfigResource.Name, result => new DescribeConfigsReport { ConfigResource = result.ConfigResource, Entries = result.Entries, Error = new Error(ErrorCode.NoError) });
        }
        catch (DescribeConfigsException partly)
        {
            return partly.Results.ToFrozenDictionary(report => report.ConfigResource.Name);
        }
    }

    /// <summary>The client's calls take no token, so the wait ends without them; they end by their own timeout.</summary>
    private async Task<T> AskAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call().WaitAsync(cancellationToken);
        }
        catch (KafkaException exception) when (IsUnreachable(exception.Error.Code))
        {
            throw new BrokerUnreachableException(bootstrapServers, exception.Error.Reason, exception);
        }
    }

    private async Task AskAsync(Func<Task> call, CancellationToken cancellationToken) => await AskAsync(
        async () =>
        {
            await call();
            return true;
        },
        cancellationToken);

    private static bool IsUnreachable(ErrorCode code) =>
        code is ErrorCode.Local_TimedOut or ErrorCode.Local_Transport or ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Resolve or ErrorCode.RequestTimedOut or ErrorCode.BrokerNotAvailable;

    private static TopicState State(TopicMetadata topic, DescribeConfigsReport? settings)
    {
        Error error = topic.Error.IsError ? topic.Error : settings?.Error ?? new Error(ErrorCode.NoError);
        int replicas = topic.Partitions.Select(partition => partition.Replicas.Length).FirstOrDefault();
        return error.IsError
            ? new TopicState(topic.Partitions.Count, replicas, FrozenDictionary<string, string>.Empty, $"{error.Reason} ({error.Code})")
            : new TopicState(topic.Partitions.Count, replicas, Values(settings));
    }

    private static FrozenDictionary<string, string> Values(DescribeConfigsReport? settings) => settings is null
        ? FrozenDictionary<string, string>.Empty
        : settings.Entries.Values.Where(entry => entry.Value is not null).ToFrozenDictionary(entry => entry.Name, entry => entry.Value);

    private static ConfigResource Resource(string topic) => new() { Type = ResourceType.Topic, Name = topic };

    private static List<ConfigEntry> Entries(SettingsChange change) =>
        [.. change.Settings.Select(setting => new ConfigEntry { Name = setting.Key, Value = setting.Value, IncrementalOperation = AlterConfigOpType.Set })];

    private static TopicSpecification Specification(TopicCreation creation) => new()
    {
        Name = creation.Topic,
        NumPartitions = creation.Partitions,
        ReplicationFactor = creation.ReplicationFactor,
        Configs = new Dictionary<string, string>(creation.Settings),
    };
}
