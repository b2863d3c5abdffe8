using Kafka.Dlq.Hosting;
using Kafka.Dlq.Routing;
using Kafka.Dlq.Tests.Unit.Framework.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Hosting;

public sealed class ClustersTests
{
    private static readonly Dictionary<string, string> Mars = new() { ["bootstrap.servers"] = "mars:9092" };

    [Fact]
    public void Letters_go_to_the_hosts_own_cluster_unless_something_says_otherwise()
    {
        (Clusters clusters, TopicRoute route) = For(topic => topic.DeadLetterQueue("orders.dlq"));

        Assert.Null(clusters.NameFor(route));
        Assert.Same(clusters.Main, clusters.SettingsOf(null));
    }

    [Fact]
    public void Letters_go_to_the_cluster_that_the_queue_names()
    {
        (Clusters clusters, TopicRoute route) = For(topic => topic.DeadLetterQueue("orders.dlq", cluster: "mars"));

        Assert.Equal("mars", clusters.NameFor(route));
        Assert.Equal("mars:9092", clusters.SettingsOf("mars")["bootstrap.servers"]);
    }

    [Fact]
    public void Letters_of_a_topic_that_is_read_from_other_brokers_stay_there()
    {
        (Clusters clusters, TopicRoute route) = For(topic => topic.Kafka(new() { ["bootstrap.servers"] = "venus:9092" }).DeadLetterQueue("orders.dlq"));

        Assert.Equal("venus:9092", clusters.NameFor(route));
        Assert.Equal(("venus:9092", "tills"), (clusters.SettingsOf("venus:9092")["bootstrap.servers"], clusters.SettingsOf("venus:9092")["client.id"]));
    }

    [Fact]
    public void A_queues_cluster_wins_over_the_brokers_that_are_read_from()
    {
        (Clusters clusters, TopicRoute route) = For(topic => topic.Kafka(new() { ["bootstrap.servers"] = "venus:9092" }).DeadLetterQueue("orders.dlq", cluster: "mars"));

        Assert.Equal("mars", clusters.NameFor(route));
    }

    [Fact]
    public void Producers_have_the_hosts_settings_with_their_own_over_them()
    {
        (Clusters clusters, _) = For(_ => { });

        Assert.Equal(("localhost:9092", "tills", "zstd"), (clusters.Main["bootstrap.servers"], clusters.Main["client.id"], clusters.Main["compression.type"]));
    }

    private static (Clusters Clusters, TopicRoute Route) For(Action<TopicBuilder> configure)
    {
        KafkaDlqOptions options = new() { ClientId = "tills", GroupId = "shop", Kafka = { ["bootstrap.servers"] = "localhost:9092", ["compression.type"] = "none" }, Producer = { ["compression.type"] = "zstd" }, Clusters = { ["mars"] = Mars } };
        KafkaDlqBuilder builder = new KafkaDlqBuilder().Routes(routes => routes.Draw(draw => draw.Topic("orders", topic =>
        {
            topic.Consumer<BatchConsumer>();
            configure(topic);
        })));
        RouteTable table = StartupCheck.Run(builder, options);
        return (new Clusters(options, table), table.Topics.Single());
    }
}
