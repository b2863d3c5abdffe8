using System.Globalization;

namespace Kafka.Dlq.LetterTopics;

/// <summary>Finds where a dead letter topic does not fit the topic whose letters it takes. Nothing of it stops a start: it may be meant so. Pure.</summary>
internal static class LetterWayChecks
{
    /// <summary>What does not fit, one for each setting. What nobody tells of is not judged.</summary>
    /// <param name="way">From where to where.</param>
    /// <param name="source">The topic that is read; nothing is known of a pattern.</param>
    /// <param name="target">The dead letter topic.</param>
    public static IEnumerable<DeadLetterTopicUnfit> Of(LetterWay way, TopicFacts source, TopicFacts target) =>
        Retention(way, "retention.ms", source, target, TimeText)
            .Concat(Retention(way, "retention.bytes", source, target, NumberText))
            .Concat(Compaction(way, source, target))
            .Concat(Partitions(way, source, target));

    private static IEnumerable<DeadLetterTopicUnfit> Retention(LetterWay way, string setting, TopicFacts source, TopicFacts target, Func<long, string> text)
    {
        if (source.Keeps(setting) is not { } wanted || target.Keeps(setting) is not { } found || found == TopicFacts.Unlimited || (wanted != TopicFacts.Unlimited && wanted <= found))
        {
            yield break;
        }

        string limit = wanted == TopicFacts.Unlimited ? "-1" : wanted.ToString(CultureInfo.InvariantCulture);
        yield return Unfit(
            way,
            setting,
            text(found),
            $"{(wanted == TopicFacts.Unlimited ? "no limit" : $"{text(wanted)} or more")}, as '{way.Source.Topic}' keeps its records",
            $"letters would go away before the messages they stand for: set it to {limit}, by Config(settings: new() {{ [\"{setting}\"] = \"{limit}\" }}) and options.Topics Align, or with Kafka's own tools");
    }

    private static IEnumerable<DeadLetterTopicUnfit> Compaction(LetterWay way, TopicFacts source, TopicFacts target)
    {
        // In a compacted source each record has a key, and of each key only the last counts.
        if (target.IsCompacted && !source.IsCompacted)
        {
            yield return Unfit(
                way,
                "cleanup.policy",
                "compact",
                "delete",
                "of the letters with one key only the last would stay, and one without a key is refused and holds its partition: set it to delete, or see to it with Enrich that each letter has a key of its own");
        }
    }

    private static IEnumerable<DeadLetterTopicUnfit> Partitions(LetterWay way, TopicFacts source, TopicFacts target)
    {
        if (way.FollowsPartitions && target.Partitions < source.Partitions)
        {
            yield return Unfit(
                way,
                "partitions",
                $"{target.Partitions}",
                $"{source.Partitions} or more, as many as '{way.Source.Topic}' has",
                $"letters of several partitions lie in one, each partition's in its order, and when the number is raised later, new letters lie elsewhere than older ones of their partition: raise it now, by Config(partitions: {source.Partitions}) and options.Topics Align, or with Kafka's own tools");
        }
    }

    private static DeadLetterTopicUnfit Unfit(LetterWay way, string setting, string found, string wanted, string advice) => new(way.Target.Topic, way.Source.Topic, setting, found, wanted, advice);

    private static string NumberText(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string TimeText(long milliseconds) => milliseconds > TimeSpan.MaxValue.TotalMilliseconds
        ? NumberText(milliseconds)
        : string.Create(CultureInfo.InvariantCulture, $"{milliseconds:N0} ({TimeSpan.FromMilliseconds(milliseconds):c})");
}
