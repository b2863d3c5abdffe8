using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Kafka.Dlq.Provisioning;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.RetryTopics;

/// <summary>Retry topics need no declaration: they are verified, or created like their topic and with a retention that outlives the wait; and no pattern of the routes may take them.</summary>
public sealed class When_retry_topics_are_declared(KafkaBroker broker)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly Hopper.Book _book = new();

    [Fact]
    public async Task Should_be_created_with_the_partitions_of_their_topic()
    {
        broker.RequireRealBroker("creates no topics for an admin client");
        string topic = await broker.CreateTopicAsync(partitions: 3);
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await using Scenario scenario = new(broker);
        string[] retries = [$"{topic}.{scenario.Group}.retry.1s", $"{topic}.{scenario.Group}.retry.2s"];

        TopicProvisioningException refused = await Assert.ThrowsAsync<TopicProvisioningException>(() => scenario.StartAsync(Hopper.Routes(topic, letters), options => options.Topics = TopicProvisioning.Verify, _book.Register));
        Assert.All(retries, retry => Assert.Contains(retry, refused.Message, StringComparison.Ordinal));
        await scenario.StartAsync(Hopper.Routes(topic, letters), options => options.Topics = TopicProvisioning.CreateMissing, _book.Register);
        await scenario.StopAsync();

        using IAdminClient admin = PlainClients.Admin(broker.BootstrapServers);
        foreach ((string retry, long delay) in retries.Zip([1_000L, 2_000L]))
        {
            Assert.Equal(3, admin.GetMetadata(retry, Deadline).Topics.Single().Partitions.Count);
            DescribeConfigsResult described = (await admin.DescribeConfigsAsync([new ConfigResource { Type = ResourceType.Topic, Name = retry }])).Single();
            Assert.Equal(("delete", $"{TimeSpan.FromDays(7).TotalMilliseconds + delay}"), (described.Entries["cleanup.policy"].Value, described.Entries["retention.ms"].Value));
        }
    }

    [Fact]
    public async Task Should_be_taken_by_no_pattern()
    {
        await using Scenario scenario = new(broker);

        InvalidRoutesException refused = await Assert.ThrowsAsync<InvalidRoutesException>(() => scenario.StartAsync(
            draw =>
            {
                Hopper.Routes("orders", "dlq.orders")(draw);
                draw.ConsumerGroup("audit", group => group.Topic("^orders", route => route.Consumer<Hopper>()));
            },
            services: _book.Register));

        Assert.Contains("a pattern that takes it, ^orders of group 'audit'", refused.Message, StringComparison.Ordinal);
    }
}
