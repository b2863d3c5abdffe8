namespace Kafka.Dlq.Routing;

/// <summary>
/// How specific a word about a feature is. Of several the most specific one counts, as a whole: <see cref="Consumer"/>, then <see cref="Route"/> (the topic of one
/// group, or where it says nothing the <c>Defaults</c> of its draw), then <see cref="Topic"/>, then <see cref="RouteDefaults.Features"/>, which are for the whole host.
/// </summary>
public enum FeatureLevel
{
    /// <summary>Said of a topic in one consumer group. The default.</summary>
    Route,

    /// <summary>Said of the one who handles the messages there.</summary>
    Consumer,

    /// <summary>Said of the topic, whatever group reads it, wherever it is declared; also on a declaration with <c>Active(false)</c>. For a name, not for the topics that a pattern matches.</summary>
    Topic,
}
