using Kafka.Dlq.Routing.Building;

namespace Kafka.Dlq.Routing.Checks;

/// <summary>Checks the names of topics and groups.</summary>
internal static class NameChecks
{
    internal const string NameRule = "a name";

    public static void Check(DrawnTopic topic, TopicSettings settings, RouteDefaults host, FaultsAt at)
    {
        CheckGroup(topic, settings, host, at);
        if (TopicNames.IsPattern(topic.Topic))
        {
            CheckPattern(topic, settings, at);
        }
        else if (!TopicNames.IsLegal(topic.Topic))
        {
            at.Add("Topic", topic.Topic, TopicNames.Rule);
        }
    }

    private static void CheckGroup(DrawnTopic topic, TopicSettings settings, RouteDefaults host, FaultsAt at)
    {
        if (topic.Group is null && settings.IsActive && string.IsNullOrWhiteSpace(host.GroupId))
        {
            at.Add("GroupId", host.GroupId, "a name in options.GroupId, or ConsumerGroup(name, ...) around the topic");
        }

        if (topic.Group is not null && string.IsNullOrWhiteSpace(topic.Group))
        {
            at.Add("ConsumerGroup", topic.Group, NameRule);
        }

        if (topic.SubscriptionGroup is not null && string.IsNullOrWhiteSpace(topic.SubscriptionGroup))
        {
            at.Add("SubscriptionGroup", topic.SubscriptionGroup, NameRule);
        }
    }

    private static void CheckPattern(DrawnTopic topic, TopicSettings settings, FaultsAt at)
    {
        if (TopicNames.Parse(topic.Topic) is null)
        {
            at.Add("Topic", topic.Topic, "a regular expression without look-around and back references, as a name that begins with '^' is a pattern");
        }

        if (!settings.IsActive)
        {
            at.Add(Verbs.Active.Name, found: false, "active patterns only: declare topics by their names");
        }

        if (topic.Own.TryGet(Verbs.Config, out _))
        {
            at.AddText(Verbs.Config.Name, "a pattern", "names only: declare each topic by its name, Active(false)");
        }
    }
}
