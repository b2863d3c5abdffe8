using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Dlq.Examples.Orders;

/// <summary>Everything that is said to the framework: options and routes.</summary>
internal static class OrdersRoutes
{
    public static void AddOrders(this IServiceCollection services, ExampleKafka broker, OrderTopics topics)
    {
        services.AddKafkaDlq(kafka => kafka
            .Configure(options =>
            {
                options.ClientId = "orders-example";
                options.GroupId = topics.Group;
                options.Kafka["bootstrap.servers"] = broker.BootstrapServers;
                options.Topics = broker.Topics;
                options.CommitInterval = TimeSpan.FromMilliseconds(500);

                // Short, so that the demonstration takes seconds; the defaults (1 s, doubling to 30 s) suit real work better.
                options.Pause = new PauseOptions { Timeout = TimeSpan.FromMilliseconds(20), MaxTimeout = TimeSpan.FromMilliseconds(200) };
            })
            .Routes(routes => routes.Draw(draw => Draw(draw, topics))));
    }

    private static void Draw(DrawBuilder draw, OrderTopics topics)
    {
        draw.Topic(topics.Orders, topic => topic
            .Consumer<OrdersConsumer>()
            .Deserializer(Json.For<Order>())
            .Config(partitions: OrderTopics.Partitions)
            .DeadLetterQueue(topics.DeadLetters, maxRetries: 2, independent: true));

        // Nobody consumes these here; they are declared so that they are created with their settings.
        draw.Topic(topics.DeadLetters, topic => topic
            .Active(false)
            .Config(partitions: OrderTopics.Partitions, settings: new() { ["retention.ms"] = "-1" }));
        draw.Topic(topics.Ledger, topic => topic
            .Active(false)
            .Config(partitions: OrderTopics.Partitions));
    }
}
