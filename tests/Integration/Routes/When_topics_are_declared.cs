using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Kafka.Dlq.Provisioning;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Routes;

/// <summary>Before it consumes, a host makes sure that the topics of its routes are as declared: it creates, aligns, or refuses to start and says what differs.</summary>
public sealed class When_topics_are_declared(KafkaBroker broker)
{
    private const string Retention = "604800000";

    [Fact]
    public async Task Should_create_missing_topics_as_declared_and_targets_like_their_source()
    {
        broker.RequireRealBroker("creates no topics for an admin client");
        string topic = KafkaBroker.NewName();
        string letters = KafkaBroker.NewName("dlq");
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 3);

        await scenario.StartAsync(draw => Declare(draw, topic, letters), options => options.Topics = TopicProvisioning.CreateMissing);
        await TopicWriter.WriteAsync(broker, topic, count: 3, partitions: 3);
        await scenario.HandlesAsync(0, letters: 3);
        await scenario.StopAsync();

        Assert.Equal((3, Retention), await StateAsync(topic));
        IReadOnlyList<ConsumeResult<byte[], byte[]>> read = await TopicReader.ReadAllAsync(broker, letters);
        Assert.Equal([0, 1, 2], read.Select(letter => letter.Partition.Value));
        await Support.Topics.DeleteAsync(broker.BootstrapServers, [topic, letters]);
    }

    [Fact]
    public async Task Should_refuse_to_start_and_name_every_difference_when_only_verifying()
    {
        string topic = await broker.CreateTopicAsync(partitions: 1, settings: new Dictionary<string, string> { ["retention.ms"] = "1000000" });
        string letters = KafkaBroker.NewName("dlq");
        await using Scenario scenario = new(broker);

        TopicProvisioningException refused = await Assert.ThrowsAsync<TopicProvisioningException>(
            () => scenario.StartAsync(draw => Declare(draw, topic, letters), options => options.Topics = TopicProvisioning.Verify));

        Assert.Equal(
            [(topic, "partitions"), (topic, "retention.ms"), (letters, "topic")],
            refused.Faults.Select(fault => (fault.Topic, fault.Option)).OrderBy(fault => fault.Topic == letters).ThenBy(fault => fault.Option));
        Assert.Equal((1, "1000000"), await StateAsync(topic));
    }

    [Fact]
    public async Task Should_raise_partitions_and_alter_settings_when_aligning()
    {
        string topic = await broker.CreateTopicAsync(partitions: 1, settings: new Dictionary<string, string> { ["retention.ms"] = "1000000", ["cleanup.policy"] = "delete" });
        string letters = await broker.CreateTopicAsync(partitions: 3, role: "dlq");
        await using Scenario scenario = new(broker);

        await scenario.StartAsync(draw => Declare(draw, topic, letters), options => options.Topics = TopicProvisioning.Align);
        await scenario.StopAsync();

        Assert.Equal((3, Retention), await StateAsync(topic));
    }

    private static void Declare(DrawBuilder draw, string topic, string letters) => draw.Topic(topic, route => route
        .Consumer<AllBad>()
        .Config(partitions: 3, replicationFactor: 1, settings: new() { ["retention.ms"] = Retention })
        .DeadLetterQueue(letters, maxRetries: 0));

    private async Task<(int Partitions, string Retention)> StateAsync(string topic)
    {
        using IAdminClient admin = PlainClients.Admin(broker.BootstrapServers);
        TopicMetadata metadata = admin.GetMetadata(topic, TimeSpan.FromSeconds(10)).Topics.Single();
        DescribeConfigsResult settings = (await admin.DescribeConfigsAsync([new() { Type = ResourceType.Topic, Name = topic }])).Single();
        return (metadata.Partitions.Count, settings.Entries["retention.ms"].Value);
    }

    private sealed class AllBad : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken) => throw new InvalidOperationException($"{Messages.First} is bad");
    }
}
