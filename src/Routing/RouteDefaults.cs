using System.Collections.Frozen;

namespace Kafka.Dlq.Routing;

/// <summary>What routes have where neither the topic nor the <c>Defaults</c> of its draw say otherwise; the host fills it from its options.</summary>
public sealed record RouteDefaults
{
    /// <summary>Group of the topics declared outside <c>ConsumerGroup</c>. May be empty as long as no active topic is declared there.</summary>
    public required string GroupId { get; init; }

    /// <summary>Largest batch handed to a consumer. 1 or more; default 100.</summary>
    public int MaxMessages { get; init; } = 100;

    /// <summary>Longest wait for a fuller batch. Default zero: a worker takes what is there.</summary>
    public TimeSpan MaxWaitTime { get; init; }

    /// <summary>The back-off of a partition whose run failed.</summary>
    public PauseOptions Pause { get; init; } = new();

    /// <summary>librdkafka settings of every connection. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Kafka { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Features of every active route for which no more specific level says otherwise, see <see cref="FeatureLevel"/>. Default: none.</summary>
    public IReadOnlyList<IRouteFeature> Features { get; init; } = [];

    /// <summary>
    /// librdkafka settings that the framework sets itself, each with the option to use instead, as a fault shall name it
    /// (for instance <c>group.id</c>: <c>ConsumerGroup(name)</c>). A topic that gives one in <c>Kafka(...)</c> is at fault. Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, string> OwnedKeys { get; init; } = FrozenDictionary<string, string>.Empty;
}
