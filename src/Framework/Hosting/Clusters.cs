using Kafka.Dlq.Routing;

namespace Kafka.Dlq.Hosting;

/// <summary>
/// Which cluster a topic's dead letters go to: the one its queue names, else the one the topic is read from. Topics read from other brokers than the host's
/// get a cluster of their own, named by its brokers, so that a letter never lands beside a topic of the same name elsewhere.
/// </summary>
internal sealed class Clusters
{
    private const string Servers = "bootstrap.servers";

    private readonly string? _mainServers;

    public Clusters(KafkaDlqOptions options, RouteTable routes)
    {
        _mainServers = options.Kafka.AsReadOnly().GetValueOrDefault(Servers);
        Main = Merge(options.Kafka.AsReadOnly(), options);
        Dictionary<string, IReadOnlyDictionary<string, string>> others = new(options.Clusters);
        foreach (TopicRoute route in routes.Topics)
        {
            if (ServersOf(route) is { } servers)
            {
                others.TryAdd(servers, Merge(route.Kafka, options));
            }
        }

        Others = others;
    }

    /// <summary>Settings of the host's own cluster.</summary>
    public IReadOnlyDictionary<string, string> Main { get; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Others { get; }

    /// <summary>The cluster of a topic's dead letters; null for the host's own.</summary>
    public string? NameFor(TopicRoute route) => route.Feature<DeadLetterQueueSettings>()?.Cluster ?? ServersOf(route);

    /// <summary>The cluster a topic is read from; null for the host's own.</summary>
    public string? ServersOf(TopicRoute route) => route.Kafka.GetValueOrDefault(Servers) is { } servers && servers != _mainServers ? servers : null;

    /// <summary>The cluster a declared topic belongs to that is not read from: where letters for it go, else where its own settings say.</summary>
    public string? HomeOf(TopicRoute declared, RouteTable routes) =>
        routes.Topics.FirstOrDefault(route => route.IsActive && (route.Feature<DeadLetterQueueSettings>()?.Topics.Contains(declared.Topic) ?? false)) is { } source
            ? NameFor(source)
            : ServersOf(declared);

    /// <summary>The settings of a cluster by its name; null for the host's own.</summary>
    public IReadOnlyDictionary<string, string> SettingsOf(string? name) => name is null ? Main : Others[name];

    private static Dictionary<string, string> Merge(IReadOnlyDictionary<string, string> settings, KafkaDlqOptions options)
    {
        Dictionary<string, string> merged = new(settings) { ["client.id"] = options.ClientId };
        foreach ((string key, string value) in options.Producer)
        {
            merged[key] = value;
        }

        return merged;
    }
}
