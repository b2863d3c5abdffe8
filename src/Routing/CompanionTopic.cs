namespace Kafka.Dlq.Routing;

/// <summary>A topic that is consumed for the sake of another: by the same group and consumer and with the same settings, but from the oldest record on and on a connection of its own.</summary>
/// <param name="Topic">Its name.</param>
/// <param name="Connection">What to call its connection within the group; those of equal name and settings share one.</param>
/// <param name="Features">What it has in place of its source's features of the same types.</param>
public sealed record CompanionTopic(string Topic, string Connection, IReadOnlyList<IRouteFeature> Features);
