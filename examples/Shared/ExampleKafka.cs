using Confluent.Kafka;
using Kafka.Dlq.Testing;
using System.Text;

namespace Kafka.Dlq.Examples;

/// <summary>The broker that an example runs on: the one named by <c>KAFKA_BOOTSTRAP_SERVERS</c>, or an embedded cluster that ends with the process.</summary>
internal sealed class ExampleKafka : IDisposable
{
    private const string Variable = "KAFKA_BOOTSTRAP_SERVERS";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly EmbeddedKafka? _embedded;

    private ExampleKafka(string? servers)
    {
        _embedded = servers is null ? EmbeddedKafka.Start() : null;
        BootstrapServers = servers ?? _embedded!.BootstrapServers;
    }

    /// <summary>Addresses, as the client setting <c>bootstrap.servers</c> takes them.</summary>
    public string BootstrapServers { get; }

    /// <summary>Whether the cluster lives, and ends, with this process.</summary>
    public bool IsEmbedded => _embedded is not null;

    /// <summary>Which broker this is, for a person.</summary>
    public string Description => IsEmbedded
        ? $"embedded cluster in this process ({BootstrapServers}); set {Variable} to use your own"
        : $"{BootstrapServers} ({Variable})";

    /// <summary>A real broker gets the topics that the routes declare. The embedded cluster cannot create topics on request, see <see cref="CreateTopic"/>.</summary>
    public TopicProvisioning Topics => IsEmbedded ? TopicProvisioning.None : TopicProvisioning.CreateMissing;

    /// <summary>Finds the broker and makes sure that it answers.</summary>
    /// <exception cref="KafkaException">Nothing answers at the address.</exception>
    public static ExampleKafka Connect()
    {
        ExampleKafka kafka = new(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } servers ? servers : null);
        using IAdminClient admin = new AdminClientBuilder(kafka.Client<AdminClientConfig>()).SetLogHandler((_, _) => { }).Build();
        try
        {
            admin.GetMetadata(Patience);
            return kafka;
        }
        catch (KafkaException exception)
        {
            kafka.Dispose();
            throw new KafkaException(new Error(exception.Error.Code, $"No broker answers at {kafka.Description}: {exception.Error.Reason}."), exception);
        }
    }

    /// <summary>As <see cref="Connect"/>, for a program that has nothing to do without a broker: says why, and ends the process with exit code 1.</summary>
    public static ExampleKafka ConnectOrExit()
    {
        try
        {
            return Connect();
        }
        catch (KafkaException exception)
        {
            Console.Error.WriteLine(exception.Message);
            Environment.Exit(1);
            throw;
        }
    }

    /// <summary>Creates a topic on the embedded cluster; on a real broker the routes do.</summary>
    public void CreateTopic(string name, int partitions = 1) => _embedded?.CreateTopic(name, partitions);

    /// <summary>Settings of a client of this broker.</summary>
    public TConfig Client<TConfig>()
        where TConfig : ClientConfig, new() => new() { BootstrapServers = BootstrapServers };

    /// <summary>Writes texts to a topic and waits until the broker has them.</summary>
    public async Task ProduceAsync(string topic, params string[] values)
    {
        using IProducer<Null, byte[]> producer = new ProducerBuilder<Null, byte[]>(Client<ProducerConfig>()).Build();
        foreach (string value in values)
        {
            await producer.ProduceAsync(topic, new Message<Null, byte[]> { Value = Encoding.UTF8.GetBytes(value) });
        }
    }

    public void Dispose() => _embedded?.Dispose();
}
