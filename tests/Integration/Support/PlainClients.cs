using Confluent.Kafka;

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>Confluent.Kafka clients for the test's own view of the broker, apart from the framework under test. They never create topics by asking for them.</summary>
internal static class PlainClients
{
    public static IAdminClient Admin(string bootstrapServers) =>
        new AdminClientBuilder(Common(new AdminClientConfig(), bootstrapServers)).SetLogHandler(Silent).Build();

    public static IProducer<byte[], byte[]> Producer(string bootstrapServers)
    {
        ProducerConfig settings = Common(new ProducerConfig(), bootstrapServers);
        settings.EnableIdempotence = true;
        settings.LingerMs = 5;
        return new ProducerBuilder<byte[], byte[]>(settings).SetLogHandler(Silent).Build();
    }

    public static IConsumer<byte[], byte[]> Consumer(string bootstrapServers, string group)
    {
        ConsumerConfig settings = Common(new ConsumerConfig(), bootstrapServers);
        settings.GroupId = group;
        settings.EnableAutoCommit = false;
        settings.EnableAutoOffsetStore = false;
        settings.EnablePartitionEof = true;
        settings.AutoOffsetReset = AutoOffsetReset.Error;
        return new ConsumerBuilder<byte[], byte[]>(settings).SetLogHandler(Silent).Build();
    }

    private static TSettings Common<TSettings>(TSettings settings, string bootstrapServers)
        where TSettings : ClientConfig
    {
        settings.BootstrapServers = bootstrapServers;
        settings.Set("allow.auto.create.topics", "false");
        return settings;
    }

    // What goes wrong reaches the test as an exception or a missed deadline.
    private static void Silent<TClient>(TClient client, LogMessage line)
    {
    }
}
