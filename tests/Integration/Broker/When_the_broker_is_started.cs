using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Kafka.Dlq.Tests.Integration.Support;
using System.Text;

namespace Kafka.Dlq.Tests.Integration.Broker;

/// <summary>The broker of the run serves what the scenarios build on: topics, records byte for byte, groups and their offsets.</summary>
public sealed class When_the_broker_is_started(KafkaBroker broker)
{
    [Fact]
    public async Task Should_give_back_every_record_of_every_partition_in_order()
    {
        string topic = await broker.CreateTopicAsync(partitions: 6);

        IReadOnlyList<TopicPartitionOffset> written = await TopicWriter.WriteAsync(broker, topic, count: 300, partitions: 6);
        IReadOnlyList<ConsumeResult<byte[], byte[]>> read = await TopicReader.ReadAllAsync(broker, topic);

        Assert.Equal(written.OrderBy(at => at.Partition.Value).ThenBy(at => at.Offset.Value), read.Select(record => record.TopicPartitionOffset));
        Assert.All(read, record => Assert.Equal($"{(6 * record.Offset) + record.Partition}", Encoding.UTF8.GetString(record.Message.Value)));
    }

    [Fact]
    public async Task Should_keep_keys_headers_nulls_and_bytes()
    {
        string topic = await broker.CreateTopicAsync();
        Message<byte[], byte[]>[] messages =
        [
            new() { Key = [0, 255], Value = [1, 0, 254], Headers = [new Header("h", [9]), new Header("h", null)] },
            new() { Key = [7], Value = null! },
            new() { Key = null!, Value = [] },
        ];

        await TopicWriter.WriteAsync(broker, topic, messages.Length, number => messages[number]);
        IReadOnlyList<ConsumeResult<byte[], byte[]>> read = await TopicReader.ReadAllAsync(broker, topic);

        Assert.Equal(messages.Select(message => message.Key), read.Select(record => record.Message.Key));
        Assert.Equal(messages.Select(message => message.Value), read.Select(record => record.Message.Value));
        Assert.Equal([[9], null], read[0].Message.Headers.Select(header => header.GetValueBytes()));
    }

    [Fact]
    public async Task Should_tell_the_committed_offset_of_a_group()
    {
        string topic = await broker.CreateTopicAsync(partitions: 2);
        string group = KafkaBroker.NewName();
        using IConsumer<byte[], byte[]> consumer = PlainClients.Consumer(broker.BootstrapServers, group);

        consumer.Commit([new TopicPartitionOffset(topic, 1, 42)]);

        await Committed.BecomesAsync(broker, group, topic, expected: 42, partition: 1);
        Assert.Null(await Committed.OffsetAsync(broker, group, topic, partition: 0));
    }

    [Fact]
    public async Task Should_serve_two_members_of_a_group()
    {
        broker.RequireRealBroker("rebalances only after the session timeout");
        string topic = await broker.CreateTopicAsync(partitions: 2);
        string group = KafkaBroker.NewName();
        using IConsumer<byte[], byte[]> first = PlainClients.Consumer(broker.BootstrapServers, group);
        using IConsumer<byte[], byte[]> second = PlainClients.Consumer(broker.BootstrapServers, group);

        first.Subscribe(topic);
        second.Subscribe(topic);

        await Eventually.BecomesTrueAsync(
            () => Serves(first) & Serves(second),
            TimeSpan.FromSeconds(30),
            () => $"the members hold {first.Assignment.Count} and {second.Assignment.Count} partitions, expected one each");
    }

    [Fact]
    public async Task Should_keep_the_settings_of_a_topic()
    {
        string topic = await broker.CreateTopicAsync(settings: new Dictionary<string, string> { ["cleanup.policy"] = "compact" });
        using IAdminClient admin = PlainClients.Admin(broker.BootstrapServers);

        List<DescribeConfigsResult> settings = await admin.DescribeConfigsAsync([new ConfigResource { Type = ResourceType.Topic, Name = topic }]);

        Assert.Equal("compact", settings.Single().Entries["cleanup.policy"].Value);
    }

    [Fact]
    public void Should_not_create_a_topic_that_is_only_asked_for()
    {
        using IAdminClient admin = PlainClients.Admin(broker.BootstrapServers);

        TopicMetadata topic = admin.GetMetadata(KafkaBroker.NewName("missing"), TimeSpan.FromSeconds(10)).Topics.Single();

        Assert.Equal(ErrorCode.UnknownTopicOrPart, topic.Error.Code);
    }

    private static bool Serves(IConsumer<byte[], byte[]> member)
    {
        try
        {
            member.Consume(TimeSpan.FromMilliseconds(50));
        }
        catch (ConsumeException noCommittedOffset) when (noCommittedOffset.Error.Code == ErrorCode.Local_AutoOffsetReset)
        {
            // The reader's clients have no start of their own; only the assignment counts here.
        }

        return member.Assignment.Count == 1;
    }
}
