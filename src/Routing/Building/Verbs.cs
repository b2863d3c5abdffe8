namespace Kafka.Dlq.Routing.Building;

/// <summary>The verbs that the router owns.</summary>
internal static class Verbs
{
    public static readonly Verb<bool> Active = new(nameof(TopicBuilder.Active));
    public static readonly Verb<ConfigSetting> Config = new(nameof(TopicBuilder.Config));
    public static readonly Verb<Type> Consumer = new("Consumer");
    public static readonly Verb<bool> ConsumerPersistence = new(nameof(TopicBuilder.ConsumerPersistence));
    public static readonly Verb<bool> Eofed = new(nameof(TopicBuilder.Eofed));
    public static readonly Verb<InitialOffset> InitialOffset = new(nameof(TopicBuilder.InitialOffset));
    public static readonly Verb<KafkaSetting> Kafka = new(nameof(TopicBuilder.Kafka));
    public static readonly Verb<bool> ManualOffsetManagement = new(nameof(TopicBuilder.ManualOffsetManagement));
    public static readonly Verb<int> MaxMessages = new(nameof(TopicBuilder.MaxMessages));
    public static readonly Verb<TimeSpan> MaxWaitTime = new(nameof(TopicBuilder.MaxWaitTime));
    public static readonly Verb<PauseSetting> Pause = new(nameof(TopicBuilder.Pause));
}
