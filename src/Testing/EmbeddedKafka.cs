using Confluent.Kafka;
using Kafka.Dlq.Testing.Native;

namespace Kafka.Dlq.Testing;

/// <summary>
/// A Kafka cluster inside the test process: librdkafka's mock brokers on free loopback ports, ready in milliseconds, without Java or Docker.
/// Any Kafka client of the machine can use it through <see cref="BootstrapServers"/>, and any number of clusters may live side by side.
/// </summary>
/// <remarks>
/// <para>It keeps records, headers, consumer groups (classic and KIP-848), committed offsets and transactions, in memory only.</para>
/// <para>Limits: a partition keeps 5 MB or 100,000 records, whichever is less, and drops the oldest beyond that. Topics cannot be created, altered or
/// described through an admin client (<see cref="CreateTopic"/> creates them), nothing is compacted or expires, and there is no authentication or encryption.
/// A client that allows automatic creation (a producer's default) gets an unknown topic with 4 partitions instead of an error.</para>
/// <para>A classic group that rebalances (a second member joins, a member leaves) waits for its members during their session timeout, less one second.
/// Tests of a rebalance, and of a second start with the same group, set <c>session.timeout.ms</c> to 2000 or so, or use <c>group.protocol=consumer</c>,
/// which takes two heartbeats of half a second.</para>
/// <para>All members are safe to call from several threads at once.</para>
/// </remarks>
/// <example><code>
/// using EmbeddedKafka kafka = EmbeddedKafka.Start();
/// kafka.CreateTopic("orders", partitions: 6);
/// options.Kafka["bootstrap.servers"] = kafka.BootstrapServers;
/// </code></example>
public sealed class EmbeddedKafka : IDisposable, IAsyncDisposable
{
    private readonly MockCluster _cluster;

    private EmbeddedKafka(MockCluster cluster, int brokers)
    {
        _cluster = cluster;
        Brokers = brokers;
        BootstrapServers = cluster.BootstrapServers;
    }

    /// <summary>How many brokers the cluster has. Their ids are 1 to this number.</summary>
    public int Brokers { get; }

    /// <summary>Addresses of all brokers, as the client setting <c>bootstrap.servers</c> takes them: <c>127.0.0.1:port</c>, separated by commas.</summary>
    public string BootstrapServers { get; }

    /// <summary>Starts a cluster; it answers when this method returns. Consumer groups start at once: the initial rebalance delay is 0.</summary>
    /// <param name="brokers">Number of brokers, 1 or more; default 1. A topic's replication factor cannot exceed it.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="brokers"/> is less than 1.</exception>
    /// <exception cref="DllNotFoundException">The native client could not be loaded, or was built without mock brokers.</exception>
    public static EmbeddedKafka Start(int brokers = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(brokers, 1);
        return new EmbeddedKafka(MockCluster.Start(brokers), brokers);
    }

    /// <summary>Creates a topic; it can be written and read when this method returns.</summary>
    /// <param name="name">Name of a topic that does not exist yet.</param>
    /// <param name="partitions">Number of partitions, 1 or more; default 1.</param>
    /// <param name="replicationFactor">Number of replicas, 1 to <see cref="Brokers"/>; default 1.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its limits.</exception>
    /// <exception cref="KafkaException">The cluster refused, for instance because the topic exists.</exception>
    /// <exception cref="ObjectDisposedException">The cluster was disposed.</exception>
    public void CreateTopic(string name, int partitions = 1, int replicationFactor = 1)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicationFactor, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(replicationFactor, Brokers);
        Check(MockApi.CreateTopic(_cluster, name, partitions, replicationFactor), $"topic '{name}' could not be created");
    }

    /// <summary>
    /// Makes the cluster report an error for a topic whenever a client asks about it, until the error is set to <see cref="ErrorCode.NoError"/>.
    /// <see cref="ErrorCode.UnknownTopicOrPart"/> stands for a missing topic, <see cref="ErrorCode.TopicAuthorizationFailed"/> for a forbidden one.
    /// A client that already knows the topic notices when it asks again (setting <c>topic.metadata.refresh.interval.ms</c>).
    /// </summary>
    /// <param name="topic">Name of the topic; it is created if it does not exist.</param>
    /// <param name="error">An error of the broker, or <see cref="ErrorCode.NoError"/>.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ObjectDisposedException">The cluster was disposed.</exception>
    public void SetTopicError(string topic, ErrorCode error)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(topic);
        MockApi.SetTopicError(_cluster, topic, (int)error);
    }

    /// <summary>Answers the next requests of one kind with errors, one request for each error, in order; then the cluster goes on as before.</summary>
    /// <param name="request">The kind of request.</param>
    /// <param name="errors">
    /// Errors of the broker. <see cref="ErrorCode.Local_Transport"/> drops the connection instead of answering. Clients repeat a request on errors that may pass.
    /// </param>
    /// <exception cref="ObjectDisposedException">The cluster was disposed.</exception>
    public void FailNext(RequestKind request, params ReadOnlySpan<ErrorCode> errors)
    {
        int[] codes = new int[errors.Length];
        for (int i = 0; i < errors.Length; i++)
        {
            codes[i] = (int)errors[i];
        }

        MockApi.PushRequestErrors(_cluster, (short)request, (nuint)codes.Length, codes);
    }

    /// <summary>Cuts a broker's connections and refuses new ones until <see cref="SetBrokerUp"/>. Its records stay; leadership does not move.</summary>
    /// <param name="broker">Id of the broker, 1 to <see cref="Brokers"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such broker.</exception>
    /// <exception cref="ObjectDisposedException">The cluster was disposed.</exception>
    public void SetBrokerDown(int broker = 1)
    {
        CheckBroker(broker);
        Check(MockApi.SetBrokerDown(_cluster, broker), $"broker {broker} could not be taken down");
    }

    /// <summary>Lets a broker accept connections again.</summary>
    /// <param name="broker">Id of the broker, 1 to <see cref="Brokers"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such broker.</exception>
    /// <exception cref="ObjectDisposedException">The cluster was disposed.</exception>
    public void SetBrokerUp(int broker = 1)
    {
        CheckBroker(broker);
        Check(MockApi.SetBrokerUp(_cluster, broker), $"broker {broker} could not be brought up");
    }

    /// <summary>Delays every answer of a broker.</summary>
    /// <param name="delay">The delay, in whole milliseconds; zero ends it.</param>
    /// <param name="broker">Id of the broker, 1 to <see cref="Brokers"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative or above 24 days, or there is no such broker.</exception>
    /// <exception cref="ObjectDisposedException">The cluster was disposed.</exception>
    public void SetRoundTripDelay(TimeSpan delay, int broker = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delay, TimeSpan.FromMilliseconds(int.MaxValue));
        CheckBroker(broker);
        Check(MockApi.SetRoundTripTime(_cluster, broker, (int)delay.TotalMilliseconds), $"the delay of broker {broker} could not be set");
    }

    /// <summary>Stops the brokers and frees their memory. Clients that still use them see broken connections. May be called again.</summary>
    public void Dispose() => _cluster.Dispose();

    /// <summary>The same as <see cref="Dispose"/>, for <c>await using</c>; it completes at once.</summary>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void CheckBroker(int broker)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(broker, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(broker, Brokers);
    }

    private static void Check(int code, string what)
    {
        if (code != 0)
        {
            Error error = new((ErrorCode)code);
            throw new KafkaException(new Error(error.Code, $"Embedded cluster: {what}: {error.Reason}."));
        }
    }
}
