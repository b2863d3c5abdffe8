using Kafka.Dlq.Routing;
using System.Globalization;

namespace Kafka.Dlq.Provisioning;

/// <summary>Finds where a topic is not as declared. What is not declared cannot differ.</summary>
internal static class TopicDifferences
{
    internal const string DeclareOrAlign = "declare what is there, or set options.Topics to Align";

    public static IEnumerable<TopicDifference> Of(NeededTopic topic, TopicState state)
    {
        if (topic.Declaration is not TopicDeclaration declared)
        {
            return [];
        }

        return Partitions(topic, declared, state).Concat(ReplicationFactor(topic, declared, state)).Concat(Settings(topic, declared, state));
    }

    private static IEnumerable<TopicDifference> Partitions(NeededTopic topic, TopicDeclaration declared, TopicState state)
    {
        if (declared.Partitions > state.Partitions)
        {
            yield return Number(topic, TopicDifferenceKind.TooFewPartitions, "partitions", state.Partitions, declared.Partitions.Value, $"{DeclareOrAlign}, which raises them");
        }

        if (declared.Partitions < state.Partitions)
        {
            yield return Number(topic, TopicDifferenceKind.TooManyPartitions, "partitions", state.Partitions, declared.Partitions.Value, "declare what is there: Kafka cannot take partitions away");
        }
    }

    private static IEnumerable<TopicDifference> ReplicationFactor(NeededTopic topic, TopicDeclaration declared, TopicState state)
    {
        if (declared.ReplicationFactor is { } wanted && wanted != state.ReplicationFactor)
        {
            yield return Number(topic, TopicDifferenceKind.ReplicationFactor, "replicationFactor", state.ReplicationFactor, wanted, "declare what is there, or reassign its replicas with Kafka's own tools");
        }
    }

    private static IEnumerable<TopicDifference> Settings(NeededTopic topic, TopicDeclaration declared, TopicState state) =>
        from setting in declared.Settings.OrderBy(setting => setting.Key, StringComparer.Ordinal)
        let found = state.Settings.GetValueOrDefault(setting.Key)
        where !SettingValue.Equal(setting.Value, found)
        select new TopicDifference(
            new TopicFinding(topic.Name, topic.Why, setting.Key, found is null ? "no such setting" : $"'{found}'", $"'{setting.Value}'", DeclareOrAlign),
            TopicDifferenceKind.Setting);

    private static TopicDifference Number(NeededTopic topic, TopicDifferenceKind kind, string option, int found, int wanted, string remedy) =>
        new(new TopicFinding(topic.Name, topic.Why, option, found.ToString(CultureInfo.InvariantCulture), wanted.ToString(CultureInfo.InvariantCulture), remedy), kind);
}
