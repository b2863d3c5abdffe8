using Confluent.Kafka;
using Kafka.Dlq.Provisioning;

namespace Kafka.Dlq.Tests.Unit.Framework.Provisioning.Support;

/// <summary>A cluster in memory. <see cref="Meanwhile"/> lets another host act between reading and changing.</summary>
internal sealed class FakeCluster : IClusterTopics
{
    public Dictionary<string, TopicState> Topics { get; } = [];

    public Dictionary<string, Error> Refuses { get; } = [];

    public List<string> Calls { get; } = [];

    public Action? Meanwhile { get; set; }

    public string BootstrapServers => "localhost:9092";

    public FakeCluster With(string topic, int partitions, int replicationFactor = 1, params (string Name, string Value)[] settings)
    {
        Topics[topic] = new TopicState(partitions, replicationFactor, settings.ToDictionary(setting => setting.Name, setting => setting.Value));
        return this;
    }

    public Task<IReadOnlyDictionary<string, TopicState>> ReadAsync(IReadOnlyCollection<string> topics, IReadOnlySet<string> withSettings, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Calls.Add($"read {string.Join(',', topics)} settings of {string.Join(',', withSettings)}");
        Dictionary<string, TopicState> found = Topics.Where(topic => topics.Contains(topic.Key)).ToDictionary();
        Meanwhile?.Invoke();
        Meanwhile = null;
        return Task.FromResult<IReadOnlyDictionary<string, TopicState>>(found);
    }

    public Task<IReadOnlyList<ChangeRefusal>> CreateAsync(IReadOnlyList<TopicCreation> topics, CancellationToken cancellationToken) =>
        Change("create", topics, creation => creation.Topic, creation => Topics.TryAdd(creation.Topic, new TopicState(creation.Partitions, creation.ReplicationFactor, creation.Settings)));

    public Task<IReadOnlyList<ChangeRefusal>> RaiseAsync(IReadOnlyList<PartitionRaise> topics, CancellationToken cancellationToken) =>
        Change("raise", topics, raise => raise.Topic, raise => Topics[raise.Topic] = Topics[raise.Topic] with { Partitions = raise.To });

    public Task<IReadOnlyList<ChangeRefusal>> AlterAsync(IReadOnlyList<SettingsChange> topics, CancellationToken cancellationToken) =>
        Change("alter", topics, change => change.Topic, change => Topics[change.Topic] = Topics[change.Topic] with { Settings = change.Settings });

    private Task<IReadOnlyList<ChangeRefusal>> Change<T>(string what, IReadOnlyList<T> changes, Func<T, string> topicOf, Action<T> carryOut)
    {
        Calls.Add($"{what} {string.Join(',', changes.Select(topicOf))}");
        foreach (T change in changes.Where(change => !Refuses.ContainsKey(topicOf(change))))
        {
            carryOut(change);
        }

        return Task.FromResult<IReadOnlyList<ChangeRefusal>>(
            [.. changes.Where(change => Refuses.ContainsKey(topicOf(change))).Select(change => new ChangeRefusal(topicOf(change), what, Refuses[topicOf(change)]))]);
    }
}
