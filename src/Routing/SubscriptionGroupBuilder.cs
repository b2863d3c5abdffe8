namespace Kafka.Dlq;

/// <summary>Declares the topics of one connection of a consumer group. Not for use by several threads at once.</summary>
public sealed class SubscriptionGroupBuilder
{
    private readonly DrawBuilder _draw;
    private readonly string _group;
    private readonly string _name;

    internal SubscriptionGroupBuilder(DrawBuilder draw, string group, string name)
    {
        _draw = draw;
        _group = group;
        _name = name;
    }

    /// <summary>Declares a topic of this connection.</summary>
    /// <param name="name">The topic's name, or a pattern that begins with <c>^</c>: every topic that matches is consumed.</param>
    /// <param name="configure">Says what is consumed and how.</param>
    /// <returns>This builder.</returns>
    public SubscriptionGroupBuilder Topic(string name, Action<TopicBuilder> configure)
    {
        _draw.Add(_group, _name, name, configure);
        return this;
    }
}
