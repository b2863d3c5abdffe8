using Kafka.Dlq.Routing;
using Kafka.Dlq.Routing.Building;

namespace Kafka.Dlq;

/// <summary>
/// Says what a topic is and how it is consumed. Each verb may be said once for a topic: saying it again is a fault, told when the host starts,
/// as are values outside their limits. Not for use by several threads at once.
/// </summary>
public sealed class TopicBuilder
{
    private readonly VerbSettings _settings;

    internal TopicBuilder(VerbSettings settings) => _settings = settings;

    /// <summary>Whether the topic is consumed. Default true. False switches it off, or only declares it, so that it is created and its settings are kept.</summary>
    /// <param name="active">False: no connection subscribes to it, and it needs no consumer.</param>
    public TopicBuilder Active(bool active) => Set(Verbs.Active, active);

    /// <summary>Says what the topic shall look like on the cluster; what is done about it is the host's option (verify, create, align). Not for patterns.</summary>
    /// <param name="partitions">How many partitions, 1 or more; null leaves it to the broker.</param>
    /// <param name="replicationFactor">On how many brokers each is kept, 1 or more; null leaves it to the broker.</param>
    /// <param name="settings">Topic settings by Kafka's own names; null or what is not named keeps the broker's value.</param>
    /// <remarks>Several routes of one topic may each say a part; two values for the same thing are a fault.</remarks>
    /// <example><code>topic.Active(false).Config(partitions: 6, replicationFactor: 3, settings: new() { ["retention.ms"] = "604800000" })</code></example>
    public TopicBuilder Config(int? partitions = null, short? replicationFactor = null, Dictionary<string, string>? settings = null) =>
        Set(Verbs.Config, new ConfigSetting(partitions, replicationFactor, new Dictionary<string, string>(settings ?? [])));

    /// <summary>The largest batch handed to the consumer. Default: the host's option.</summary>
    /// <param name="count">1 or more; 1 hands over each message alone.</param>
    public TopicBuilder MaxMessages(int count) => Set(Verbs.MaxMessages, count);

    /// <summary>The longest wait for a fuller batch. Default: the host's option.</summary>
    /// <param name="time">Zero takes what is there; at most 2^31 - 1 ms.</param>
    public TopicBuilder MaxWaitTime(TimeSpan time) => Set(Verbs.MaxWaitTime, time);

    /// <summary>Where the group starts on partitions for which it has no committed offset. Default <see cref="Kafka.Dlq.InitialOffset.Earliest"/>. A setting of the connection: topics that differ do not share one.</summary>
    /// <param name="offset">The oldest record, or behind the newest.</param>
    public TopicBuilder InitialOffset(InitialOffset offset) => Set(Verbs.InitialOffset, offset);

    /// <summary>Leaves all marking to the consumer: a successful run marks nothing by itself. Default: automatic marking.</summary>
    /// <param name="enabled">False says the default aloud, for instance against <see cref="DrawBuilder.Defaults"/>.</param>
    public TopicBuilder ManualOffsetManagement(bool enabled = true) => Set(Verbs.ManualOffsetManagement, enabled);

    /// <summary>Whether one consumer instance is kept while its partition is assigned. Default true.</summary>
    /// <param name="persistent">False: a new instance for each batch, each in its own service scope.</param>
    public TopicBuilder ConsumerPersistence(bool persistent) => Set(Verbs.ConsumerPersistence, persistent);

    /// <summary>Tells the consumer when it reached the end of a partition (librdkafka's <c>enable.partition.eof</c>). Default: it is not told.</summary>
    /// <param name="enabled">False says the default aloud, for instance against <see cref="DrawBuilder.Defaults"/>.</param>
    public TopicBuilder Eofed(bool enabled = true) => Set(Verbs.Eofed, enabled);

    /// <summary>librdkafka settings of the topic's connection. Topics whose settings differ do not share one. Keys that the framework sets itself are refused.</summary>
    /// <param name="settings">Settings by librdkafka's names; copied.</param>
    /// <param name="inherit">True: laid over those of <see cref="DrawBuilder.Defaults"/> and of the host's options. False: they stand alone, <c>bootstrap.servers</c> included.</param>
    public TopicBuilder Kafka(Dictionary<string, string> settings, bool inherit = true)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return Set(Verbs.Kafka, new KafkaSetting(new Dictionary<string, string>(settings), inherit));
    }

    /// <summary>The topic's own back-off after a failed run. Its jitter is that of the host's options.</summary>
    /// <param name="timeout">The first wait; zero retries at once, every time.</param>
    /// <param name="maxTimeout">The longest wait, at most 2^31 - 1 ms; null: that of the host's options, but never shorter than <paramref name="timeout"/>.</param>
    /// <param name="exponentialBackoff">Whether each wait is twice the one before it.</param>
    public TopicBuilder Pause(TimeSpan timeout, TimeSpan? maxTimeout = null, bool exponentialBackoff = true) =>
        Set(Verbs.Pause, new PauseSetting(timeout, maxTimeout, exponentialBackoff, Jitter: null));

    /// <summary>The topic's own back-off after a failed run, in place of that of the host's options.</summary>
    /// <param name="pause">The whole of it, jitter included.</param>
    public TopicBuilder Pause(PauseOptions pause)
    {
        ArgumentNullException.ThrowIfNull(pause);
        return Set(Verbs.Pause, new PauseSetting(pause.Timeout, pause.MaxTimeout, pause.ExponentialBackoff, pause.Jitter));
    }

    /// <summary>The type of the topic's consumer. Meant for the verb <c>Consumer&lt;T&gt;()</c>, whose owner knows what a consumer is.</summary>
    /// <param name="type">The consumer's type; the router does not look into it.</param>
    public TopicBuilder ConsumerType(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Set(Verbs.Consumer, type);
    }

    /// <summary>Keeps a feature's settings on the route. Meant for the verbs of features; one feature of each type may be set on a topic.</summary>
    /// <typeparam name="TFeature">The type by which <see cref="TopicRoute.Feature{TFeature}"/> finds it again.</typeparam>
    /// <param name="feature">The settings; not to be changed any more.</param>
    /// <param name="level">How specific the word is. Each level may be said once; the most specific one counts, as a whole.</param>
    public TopicBuilder Set<TFeature>(TFeature feature, FeatureLevel level = FeatureLevel.Route)
        where TFeature : class, IRouteFeature
    {
        ArgumentNullException.ThrowIfNull(feature);
        _settings.Set(feature, level);
        return this;
    }

    private TopicBuilder Set<T>(Verb<T> verb, T value)
        where T : notnull
    {
        _settings.Set(verb, value);
        return this;
    }
}
