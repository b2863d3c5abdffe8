#pragma warning disable
using Confluent.Kafka;
namespace Kafka.Dlq.Routing
{
    public sealed class RouteFaults
    {
        public void Add(TopicRoute route, string option, object? found, string allowed) => throw new NotImplementedException();
        public void Add(string? group, string? topic, string option, object? found, string allowed) => throw new NotImplementedException();
    }
    public sealed class RouteTable
    {
        public IReadOnlyList<ConsumerGroupRoute> Groups => throw new NotImplementedException();
        public IEnumerable<TopicRoute> Topics => throw new NotImplementedException();   // all, active and inactive
    }
    public sealed class ConsumerGroupRoute
    {
        public string GroupId => "";
        public IReadOnlyList<SubscriptionGroupRoute> SubscriptionGroups => throw new NotImplementedException();
    }
    public sealed class SubscriptionGroupRoute      // one connection
    {
        public string Name => "";
        public string GroupId => "";
        public IReadOnlyDictionary<string, string> Kafka => throw new NotImplementedException();   // merged settings of the connection
        public InitialOffset InitialOffset => default;
        public bool Eofed => false;                                                                // any topic asks for it
        public IReadOnlyList<TopicRoute> Topics => throw new NotImplementedException();            // active ones only
    }
    public sealed class TopicRoute
    {
        public string Topic => "";
        public string GroupId => "";
        public bool IsActive => true;
        public bool IsPattern => false;                          // '^...' subscription
        public Type? ConsumerType => null;
        public TopicDeclaration? Declaration => null;            // from Config(...)
        public int MaxMessages => 0;
        public TimeSpan MaxWaitTime => default;
        public InitialOffset InitialOffset => default;
        public bool ManualOffsetManagement => false;
        public bool ConsumerPersistence => true;
        public bool Eofed => false;
        public PauseOptions Pause => throw new NotImplementedException();
        public IReadOnlyDictionary<string, string> Kafka => throw new NotImplementedException();
        public TFeature? Feature<TFeature>() where TFeature : class, IRouteFeature => null;
    }
    public sealed record TopicDeclaration(string Topic, int? Partitions, short? ReplicationFactor, IReadOnlyDictionary<string, string> Settings);
    public sealed record RouteDefaults
    {
        public required string GroupId { get; init; }
        public int MaxMessages { get; init; } = 100;
        public TimeSpan MaxWaitTime { get; init; }
        public PauseOptions Pause { get; init; } = new();
        public IReadOnlyDictionary<string, string> Kafka { get; init; } = new Dictionary<string, string>();
        public IReadOnlySet<string> OwnedKeys { get; init; } = new HashSet<string>();   // librdkafka keys the framework owns: using one in Kafka(...) is a fault
    }
}
namespace Kafka.Dlq
{
    using Kafka.Dlq.Routing;
    public enum InitialOffset { Earliest, Latest }
    public sealed class RoutesBuilder
    {
        public RoutesBuilder Draw(Action<DrawBuilder> draw) => throw new NotImplementedException();
        public RouteTable Build(RouteDefaults defaults) => throw new NotImplementedException();   // throws InvalidRoutesException with every fault
    }
    public sealed class DrawBuilder { }
    public sealed class ConsumerGroupBuilder { }
    public sealed class SubscriptionGroupBuilder { }
    public sealed class TopicBuilder
    {
        public TopicBuilder ConsumerType(Type type) => throw new NotImplementedException();            // a second call is a fault
        public TopicBuilder Set<TFeature>(TFeature feature) where TFeature : class, IRouteFeature => throw new NotImplementedException();   // a second feature of that type is a fault
    }
}
