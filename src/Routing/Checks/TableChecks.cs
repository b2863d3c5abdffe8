using Kafka.Dlq.Routing.Building;

namespace Kafka.Dlq.Routing.Checks;

/// <summary>Checks what routes are to each other.</summary>
internal static class TableChecks
{
    public static void Check(RouteTable table, RouteFaults faults)
    {
        foreach (TopicRoute route in table.Topics.Where(route => route.IsActive && route.ConsumerType is null && route.CompanionOf is null))
        {
            faults.Add(route, Verbs.Consumer.Name, found: null, "Consumer<T>(), or Active(false) for a topic that is only declared");
        }

        foreach (ConsumerGroupRoute group in table.Groups)
        {
            CheckDoubles(group, faults);
            CheckConnections(group, faults);
        }
    }

    private static void CheckDoubles(ConsumerGroupRoute group, RouteFaults faults)
    {
        foreach (IGrouping<string, TopicRoute> topic in group.Topics.Where(route => route.IsActive && route.CompanionOf is null).GroupBy(route => route.Topic))
        {
            if (topic.Count() > 1)
            {
                faults.Add(new RouteFault(group.GroupId, topic.Key, "Topic", $"{topic.Count()} active routes", "one in each consumer group"));
            }
        }
    }

    private static void CheckConnections(ConsumerGroupRoute group, RouteFaults faults)
    {
        foreach (SubscriptionGroupRoute connection in group.SubscriptionGroups)
        {
            TopicRoute first = connection.Topics[0];
            foreach (TopicRoute route in connection.Topics.Skip(1))
            {
                CheckAlike(connection, first, route, faults);
            }
        }
    }

    private static void CheckAlike(SubscriptionGroupRoute connection, TopicRoute first, TopicRoute route, RouteFaults faults)
    {
        string differences = string.Join(", ", ConnectionSettings.Differences(first, route));
        if (differences.Length > 0)
        {
            string found = $"{differences} unlike topic '{first.Topic}'";
            string allowed = "equal Kafka(...) and InitialOffset for all its topics: give this one a subscription group of its own, or none";
            faults.Add(new RouteFault(route.GroupId, route.Topic, $"SubscriptionGroup '{connection.Name}'", found, allowed));
        }
    }
}
