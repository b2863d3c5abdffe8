using System.Collections.Frozen;

namespace Kafka.Dlq.Routing.Building;

/// <summary>The final settings of a topic: its own, then (of features) those of its group, then those of its draw, then those of the host.</summary>
internal sealed class TopicSettings(DrawnTopic drawn, RouteDefaults host)
{
    public DrawnTopic Drawn => drawn;

    public bool IsActive => Get(Verbs.Active, true);

    public Type? ConsumerType => drawn.Own.TryGet(Verbs.Consumer, out Type? type) || drawn.Defaults.TryGet(Verbs.Consumer, out type) ? type : null;

    public int MaxMessages => Get(Verbs.MaxMessages, host.MaxMessages);

    public TimeSpan MaxWaitTime => Get(Verbs.MaxWaitTime, host.MaxWaitTime);

    public InitialOffset InitialOffset => Get(Verbs.InitialOffset, InitialOffset.Earliest);

    public bool ManualOffsetManagement => Get(Verbs.ManualOffsetManagement, false);

    public bool ConsumerPersistence => Get(Verbs.ConsumerPersistence, true);

    public bool Eofed => Get(Verbs.Eofed, false);

    public PauseOptions Pause =>
        drawn.Own.TryGet(Verbs.Pause, out PauseSetting? pause) || drawn.Defaults.TryGet(Verbs.Pause, out pause) ? pause.Over(host.Pause) : host.Pause;

    public IReadOnlyDictionary<string, string> Kafka => Over(drawn.Own, Over(drawn.Defaults, host.Kafka.ToFrozenDictionary()));

    private static IReadOnlyDictionary<string, string> Over(VerbSettings settings, IReadOnlyDictionary<string, string> inherited) =>
        settings.TryGet(Verbs.Kafka, out KafkaSetting? kafka) ? kafka.Over(inherited) : inherited;

    private T Get<T>(Verb<T> verb, T otherwise)
        where T : notnull => drawn.Own.TryGet(verb, out T? value) || drawn.Defaults.TryGet(verb, out value) ? value : otherwise;
}
