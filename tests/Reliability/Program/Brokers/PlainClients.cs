using Confluent.Kafka;

namespace Kafka.Dlq.Reliability;

/// <summary>Confluent.Kafka clients for the campaign's own view of the brokers, apart from the framework under test. They never create topics by asking for them.</summary>
internal static class PlainClients
{
    private const int LargestRecord = 8 * 1024 * 1024;

    public static IAdminClient Admin(string bootstrapServers) =>
        new AdminClientBuilder(Common(new AdminClientConfig(), bootstrapServers)).SetLogHandler(Silent).Build();

    public static IProducer<byte[]?, byte[]?> Producer(string bootstrapServers)
    {
        ProducerConfig settings = Common(new ProducerConfig(), bootstrapServers);
        settings.EnableIdempotence = true;
        settings.LingerMs = 5;
        settings.MessageMaxBytes = LargestRecord;
        settings.SocketTimeoutMs = 10_000;
        return new ProducerBuilder<byte[]?, byte[]?>(settings).SetLogHandler(Silent).Build();
    }

    public static IConsumer<byte[]?, byte[]?> Consumer(string bootstrapServers, string group)
    {
        ConsumerConfig settings = Common(new ConsumerConfig(), bootstrapServers);
        settings.GroupId = group;
        settings.IsolationLevel = IsolationLevel.ReadCommitted;
        settings.EnableAutoCommit = false;
        settings.EnableAutoOffsetStore = false;
        settings.EnablePartitionEof = true;
        settings.AutoOffsetReset = AutoOffsetReset.Error;
        settings.MaxPartitionFetchBytes = LargestRecord;
        return new ConsumerBuilder<byte[]?, byte[]?>(settings).SetLogHandler(Silent).Build();
    }

    private static TSettings Common<TSettings>(TSettings settings, string bootstrapServers)
        where TSettings : ClientConfig
    {
        settings.BootstrapServers = bootstrapServers;
        settings.Set("allow.auto.create.topics", "false");
        return settings;
    }

    // What goes wrong reaches the campaign as an exception or a missed deadline.
    private static void Silent<TClient>(TClient client, LogMessage line)
    {
    }
}
