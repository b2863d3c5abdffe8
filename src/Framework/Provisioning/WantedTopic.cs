using Kafka.Dlq.Routing;

namespace Kafka.Dlq.Provisioning;

/// <summary>One reason to want a topic on the cluster. A topic may be wanted for several.</summary>
/// <param name="Name">The topic; patterns are skipped.</param>
/// <param name="Why">The reason in words, as findings show it.</param>
/// <param name="Declaration">What it shall look like, where routes say so.</param>
/// <param name="Source">For the target of dead letters and for a retry topic: the topic their messages come from.</param>
internal sealed record WantedTopic(string Name, string Why, TopicDeclaration? Declaration, string? Source)
{
    /// <summary>What it is created like, where its declaration leaves that open; null for the broker's defaults.</summary>
    public TopicDeclaration? Template { get; init; }

    /// <summary>A topic that a route subscribes to.</summary>
    public static WantedTopic Consumed(string topic, TopicDeclaration? declaration = null) => new(topic, "consumed", declaration, Source: null);

    /// <summary>A topic in which failing messages of another wait.</summary>
    public static WantedTopic RetryTopic(TopicDeclaration? declaration, TopicDeclaration template, string source) =>
        new(template.Topic, $"retry topic of '{source}'", declaration, source) { Template = template };

    /// <summary>A topic that is declared with <c>Config(...)</c>, consumed or not.</summary>
    public static WantedTopic Declared(TopicDeclaration declaration) => new(declaration.Topic, "declared", declaration, Source: null);

    /// <summary>A topic that this host writes to.</summary>
    public static WantedTopic Written(string topic, string by) => new(topic, $"written by {by}", Declaration: null, Source: null);

    /// <summary>A topic that dead letters of another are sent to.</summary>
    public static WantedTopic DeadLetterTarget(string topic, string source) => new(topic, $"dead letter target of '{source}'", Declaration: null, source);
}
