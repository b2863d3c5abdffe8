using Kafka.Dlq.Routing;

namespace Kafka.Dlq;

/// <summary>Declares the topics of one consumer group. Topics with equal connection settings share one connection. Not for use by several threads at once.</summary>
public sealed class ConsumerGroupBuilder
{
    private readonly DrawBuilder _draw;
    private readonly string _name;

    internal ConsumerGroupBuilder(DrawBuilder draw, string name)
    {
        _draw = draw;
        _name = name;
    }

    /// <summary>Declares a topic of this group.</summary>
    /// <param name="name">The topic's name, or a pattern that begins with <c>^</c>: every topic that matches is consumed.</param>
    /// <param name="configure">Says what is consumed and how.</param>
    /// <returns>This builder.</returns>
    public ConsumerGroupBuilder Topic(string name, Action<TopicBuilder> configure)
    {
        _draw.Add(_name, subscriptionGroup: null, name, configure);
        return this;
    }

    /// <summary>
    /// Gives topics a connection of their own, so that a slow or large one does not share a fetch with others. May be opened again to add to it.
    /// All its topics must have the same connection settings (<see cref="TopicBuilder.Kafka"/> and <see cref="TopicBuilder.InitialOffset"/>).
    /// </summary>
    /// <param name="name">A name within the group; not empty.</param>
    /// <param name="configure">Declares its topics.</param>
    /// <returns>This builder.</returns>
    public ConsumerGroupBuilder SubscriptionGroup(string name, Action<SubscriptionGroupBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(configure);
        configure(new SubscriptionGroupBuilder(_draw, _name, name));
        return this;
    }

    /// <summary>
    /// Keeps a feature's settings for the topics of this group, in this draw, that do not have the feature themselves; it goes before <see cref="DrawBuilder.Defaults"/>. Meant for the verbs
    /// of features; one feature of each type may be set on a group. A topic that is not active takes none.
    /// </summary>
    /// <typeparam name="TFeature">The type by which <see cref="TopicRoute.Feature{TFeature}"/> finds it again.</typeparam>
    /// <param name="feature">The settings; not to be changed any more.</param>
    /// <returns>This builder.</returns>
    public ConsumerGroupBuilder Set<TFeature>(TFeature feature)
        where TFeature : class, IRouteFeature
    {
        ArgumentNullException.ThrowIfNull(feature);
        _draw.SettingsOf(_name).Set(feature);
        return this;
    }
}
