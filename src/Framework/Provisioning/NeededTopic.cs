using Kafka.Dlq.Routing;

namespace Kafka.Dlq.Provisioning;

/// <summary>A topic with all reasons to want it.</summary>
/// <param name="Name">The topic.</param>
/// <param name="Why">The reasons in words.</param>
/// <param name="Declaration">What it shall look like, where routes say so.</param>
/// <param name="Sources">The topics whose dead letters it takes.</param>
internal sealed record NeededTopic(string Name, string Why, TopicDeclaration? Declaration, IReadOnlyList<string> Sources)
{
    /// <summary>What it is created like, where its declaration leaves that open.</summary>
    public TopicDeclaration? Template { get; private init; }

    /// <summary>One entry for each topic, in the order in which topics are first wanted; without patterns, which name no topic.</summary>
    public static IReadOnlyList<NeededTopic> Merge(IEnumerable<WantedTopic> wanted) =>
    [
        .. wanted
            .Where(topic => !TopicNames.IsPattern(topic.Name))
            .GroupBy(topic => topic.Name)
            .Select(reasons => new NeededTopic(
                reasons.Key,
                string.Join(", ", reasons.Select(reason => reason.Why).Distinct()),
                reasons.Select(reason => reason.Declaration).FirstOrDefault(declaration => declaration is not null),
                [.. reasons.Select(reason => reason.Source).OfType<string>().Distinct()])
            {
                Template = reasons.Select(reason => reason.Template).FirstOrDefault(template => template is not null),
            }),
    ];
}
