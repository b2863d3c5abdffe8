using Confluent.Kafka;
using Kafka.Dlq.Testing;
using System.Net.Sockets;

namespace Kafka.Dlq.Tests.Unit.Testing;

public sealed class EmbeddedKafkaTests
{
    [Fact]
    public async Task Record_with_key_value_and_headers_is_read_as_it_was_written()
    {
        using EmbeddedKafka kafka = Clients.StartWith("orders");
        Message<byte[], byte[]> written = new()
        {
            Key = [0, 255, 1],
            Value = [.. "a total of 12 €"u8],
            Headers = [new Header("trace", [7, 0]), new Header("trace", [8]), new Header("empty", []), new Header("none", null)],
            Timestamp = new Timestamp(1_700_000_000_123, TimestampType.CreateTime),
        };

        Message<byte[], byte[]> read = (await RoundTripAsync(kafka, written)).Message;

        Assert.Equal(written.Key, read.Key);
        Assert.Equal(written.Value, read.Value);
        Assert.Equal(["trace", "trace", "empty", "none"], read.Headers.Select(header => header.Key));
        Assert.Equal([[7, 0], [8], [], null], read.Headers.Select(header => header.GetValueBytes()));
        Assert.Equal(written.Timestamp, read.Timestamp);
    }

    [Fact]
    public async Task Record_with_null_key_and_null_value_stays_null()
    {
        using EmbeddedKafka kafka = Clients.StartWith("orders");

        ConsumeResult<byte[], byte[]> read = await RoundTripAsync(kafka, new Message<byte[], byte[]> { Key = null!, Value = null! });

        Assert.Null(read.Message.Key);
        Assert.Null(read.Message.Value);
    }

    [Fact]
    public async Task Record_with_empty_key_and_empty_value_stays_empty()
    {
        using EmbeddedKafka kafka = Clients.StartWith("orders");

        ConsumeResult<byte[], byte[]> read = await RoundTripAsync(kafka, new Message<byte[], byte[]> { Key = [], Value = [] });

        Assert.Empty(read.Message.Key);
        Assert.Empty(read.Message.Value);
    }

    [Fact]
    public async Task Each_of_six_partitions_keeps_its_records_in_order()
    {
        const int perPartition = 50;
        using EmbeddedKafka kafka = Clients.StartWith("orders", partitions: 6);
        await Clients.WriteAsync(kafka, "orders", partitions: 6, perPartition);
        using IConsumer<byte[], byte[]> consumer = Clients.Consumer(kafka, group: "six");
        consumer.Subscribe("orders");

        ILookup<int, long> offsets = Clients.Read(consumer, 6 * perPartition).ToLookup(record => record.Partition.Value, record => record.Offset.Value);

        Assert.Equal([0, 1, 2, 3, 4, 5], offsets.Select(partition => partition.Key).Order());
        Assert.All(offsets, partition => Assert.Equal(Enumerable.Range(0, perPartition).Select(offset => (long)offset), partition));
    }

    [Theory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public async Task Group_that_committed_goes_on_behind_the_committed_offset(GroupProtocol protocol)
    {
        using EmbeddedKafka kafka = Clients.StartWith("orders");
        await Clients.WriteAsync(kafka, "orders", partitions: 1, recordsPerPartition: 10);
        using (IConsumer<byte[], byte[]> first = Clients.Consumer(kafka, group: "g", protocol))
        {
            first.Subscribe("orders");
            ConsumeResult<byte[], byte[]> fourth = Clients.Read(first, 4)[3];
            first.Commit([new TopicPartitionOffset(fourth.TopicPartition, fourth.Offset + 1)]);
            first.Close();
        }

        using IConsumer<byte[], byte[]> second = Clients.Consumer(kafka, group: "g", protocol);
        second.Subscribe("orders");

        Assert.Equal(4, Clients.Read(second, 1)[0].Offset.Value);
    }

    [Fact]
    public async Task Two_clusters_in_one_process_share_nothing()
    {
        using EmbeddedKafka one = Clients.StartWith("orders");
        using EmbeddedKafka other = Clients.StartWith("orders");
        await Clients.WriteAsync(one, "orders", partitions: 1, recordsPerPartition: 3);

        Assert.NotEqual(one.BootstrapServers, other.BootstrapServers);
        Assert.Equal(3, Clients.EndOffset(one, "orders"));
        Assert.Equal(0, Clients.EndOffset(other, "orders"));
    }

    [Fact]
    public void Topic_that_exists_is_refused_with_its_name()
    {
        using EmbeddedKafka kafka = Clients.StartWith("orders");

        KafkaException refused = Assert.Throws<KafkaException>(() => kafka.CreateTopic("orders"));

        Assert.Equal(ErrorCode.TopicAlreadyExists, refused.Error.Code);
        Assert.Contains("'orders'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Topic_is_replicated_over_as_many_brokers_as_asked()
    {
        using EmbeddedKafka kafka = EmbeddedKafka.Start(brokers: 3);
        kafka.CreateTopic("orders", partitions: 2, replicationFactor: 3);

        using IAdminClient admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        TopicMetadata topic = Assert.Single(admin.GetMetadata("orders", Clients.Deadline).Topics);

        Assert.Equal(3, kafka.BootstrapServers.Split(',').Length);
        Assert.Equal(2, topic.Partitions.Count);
        Assert.All(topic.Partitions, partition => Assert.Equal(3, partition.Replicas.Length));
    }

    [Fact]
    public void Numbers_outside_the_limits_are_refused()
    {
        using EmbeddedKafka kafka = EmbeddedKafka.Start();

        Assert.Throws<ArgumentOutOfRangeException>("brokers", () => EmbeddedKafka.Start(0));
        Assert.Throws<ArgumentOutOfRangeException>("partitions", () => kafka.CreateTopic("orders", partitions: 0));
        Assert.Throws<ArgumentOutOfRangeException>("replicationFactor", () => kafka.CreateTopic("orders", replicationFactor: 2));
        Assert.Throws<ArgumentOutOfRangeException>("broker", () => kafka.SetBrokerDown(2));
        Assert.Throws<ArgumentOutOfRangeException>("delay", () => kafka.SetRoundTripDelay(TimeSpan.FromMilliseconds(-1)));
    }

    [Fact]
    public async Task Disposed_cluster_closes_its_ports_and_refuses_calls()
    {
        EmbeddedKafka kafka = Clients.StartWith("orders");
        string[] address = kafka.BootstrapServers.Split(':');

        await kafka.DisposeAsync();
        kafka.Dispose();

        using TcpClient socket = new();
        await Assert.ThrowsAnyAsync<SocketException>(async () => await socket.ConnectAsync(address[0], int.Parse(address[1]), TestContext.Current.CancellationToken));
        Assert.Throws<ObjectDisposedException>(() => kafka.CreateTopic("refunds"));
        Assert.Throws<ObjectDisposedException>(() => kafka.FailNext(RequestKind.Produce, ErrorCode.Unknown));
    }

    private static async Task<ConsumeResult<byte[], byte[]>> RoundTripAsync(EmbeddedKafka kafka, Message<byte[], byte[]> message)
    {
        using IProducer<byte[], byte[]> producer = Clients.Producer(kafka);
        await producer.ProduceAsync("orders", message, TestContext.Current.CancellationToken);
        using IConsumer<byte[], byte[]> consumer = Clients.Consumer(kafka, group: "g");
        consumer.Subscribe("orders");
        return Clients.Read(consumer, 1)[0];
    }
}
