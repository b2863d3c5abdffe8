namespace Kafka.Dlq.Routing.Building;

/// <summary>Spreads the active topics of a group over connections: one for each explicit subscription group, one for each set of equal settings among the rest.</summary>
internal static class ConnectionPlan
{
    internal const string SharedName = "main";

    public static IReadOnlyList<SubscriptionGroupRoute> Of(IReadOnlyList<TopicRoute> topics)
    {
        HashSet<string> taken = [.. topics.Select(topic => topic.SeparateConnection).OfType<string>()];
        return
        [
            .. topics
                .Where(topic => topic.IsActive)
                .GroupBy(topic => (topic.SeparateConnection, topic.Connection, Settings: topic.SeparateConnection is null ? ConnectionSettings.KeyOf(topic) : null))
                .Select(shared => new SubscriptionGroupRoute(shared.Key.SeparateConnection ?? FreeName(shared.Key.Connection, taken), [.. shared])),
        ];
    }

    private static string FreeName(string wanted, HashSet<string> taken)
    {
        string name = wanted;
        for (int number = 2; !taken.Add(name); number++)
        {
            name = $"{wanted}-{number}";
        }

        return name;
    }
}
