using Kafka.Dlq.Routing.Building;

namespace Kafka.Dlq;

/// <summary>What one <see cref="RoutesBuilder.Draw"/> declares. Not for use by several threads at once.</summary>
public sealed class DrawBuilder
{
    private readonly List<DrawnTopic> _topics = [];
    private readonly Dictionary<string, VerbSettings> _groups = [];

    internal DrawBuilder()
    {
    }

    internal VerbSettings DefaultSettings { get; } = new();

    internal IReadOnlyList<DrawnTopic> Topics => _topics;

    /// <summary>What was said of whole groups.</summary>
    internal IReadOnlyDictionary<string, VerbSettings> Groups => _groups;

    /// <summary>
    /// Gives what a topic left unset, to every topic of this draw, whether declared before or after, and to no other draw. What the topic says itself
    /// wins, verb by verb; <see cref="TopicBuilder.Config"/> and <see cref="TopicBuilder.Kafka"/> are joined setting by setting. A topic that is not
    /// active runs nothing and takes no features from here; a pattern takes no <see cref="TopicBuilder.Config"/>.
    /// </summary>
    /// <param name="configure">Sets the defaults. Several calls add up; saying the same verb twice is a fault.</param>
    /// <returns>This builder.</returns>
    /// <example><code>draw.Defaults(topic =&gt; topic.MaxMessages(500));</code></example>
    public DrawBuilder Defaults(Action<TopicBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(new TopicBuilder(DefaultSettings));
        return this;
    }

    /// <summary>Opens a consumer group, or opens it again to add to it.</summary>
    /// <param name="name">The group's id on the broker (<c>group.id</c>); not empty.</param>
    /// <param name="configure">Declares its topics.</param>
    /// <returns>This builder.</returns>
    public DrawBuilder ConsumerGroup(string name, Action<ConsumerGroupBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(configure);
        configure(new ConsumerGroupBuilder(this, name));
        return this;
    }

    /// <summary>Declares a topic outside <see cref="ConsumerGroup"/>: it belongs to the group named by the host's options.</summary>
    /// <param name="name">The topic's name, or a pattern that begins with <c>^</c>: every topic that matches is consumed.</param>
    /// <param name="configure">Says what is consumed and how.</param>
    /// <returns>This builder.</returns>
    public DrawBuilder Topic(string name, Action<TopicBuilder> configure)
    {
        Add(group: null, subscriptionGroup: null, name, configure);
        return this;
    }

    internal void Add(string? group, string? subscriptionGroup, string name, Action<TopicBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(configure);
        VerbSettings own = new();
        configure(new TopicBuilder(own));
        _topics.Add(new DrawnTopic(group, subscriptionGroup, name, own, DefaultSettings) { OfGroup = group is null ? new VerbSettings() : SettingsOf(group) });
    }

    internal VerbSettings SettingsOf(string group)
    {
        if (!_groups.TryGetValue(group, out VerbSettings? settings))
        {
            settings = new VerbSettings();
            _groups.Add(group, settings);
        }

        return settings;
    }
}
