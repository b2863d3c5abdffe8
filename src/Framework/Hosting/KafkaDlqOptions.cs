namespace Kafka.Dlq;

/// <summary>The options of a host. Checked when the host starts, together with the routes: all that is wrong is told at once.</summary>
public sealed class KafkaDlqOptions
{
    /// <summary>Name of this client in the brokers' logs and quotas (librdkafka <c>client.id</c>). Default <c>kafka-dlq</c>.</summary>
    public string ClientId { get; set; } = "kafka-dlq";

    /// <summary>The consumer group of topics drawn outside <c>ConsumerGroup</c>. No default: needed only by those.</summary>
    public string GroupId { get; set; } = "";

    /// <summary>
    /// librdkafka settings of every connection, for instance <c>bootstrap.servers</c>. Keys that the framework owns are refused (<c>group.id</c>, <c>enable.auto.commit</c> and others);
    /// the fault names what to use instead.
    /// </summary>
    public IDictionary<string, string> Kafka { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>librdkafka settings of producers only, over those of <see cref="Kafka"/>. Without them producers are idempotent, with <c>acks=all</c> and <c>linger.ms=0</c>.</summary>
    public IDictionary<string, string> Producer { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Other clusters by a name of your choice, for <c>DeadLetterQueue(..., cluster: name)</c>: librdkafka settings, of which each set stands alone.</summary>
    public IDictionary<string, IReadOnlyDictionary<string, string>> Clusters { get; } = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);

    /// <summary>How records are fetched. Default <see cref="FetchMode.Native"/>.</summary>
    public FetchMode Fetching { get; set; }

    /// <summary>How many consumer runs may go on at the same time, over all partitions and connections. Default 10; 1 or more. Partitions that wait out a back-off do not count.</summary>
    public int Concurrency { get; set; } = 10;

    /// <summary>The largest batch handed to a consumer, unless a topic says otherwise. Default 500; 1 or more.</summary>
    public int MaxMessages { get; set; } = 500;

    /// <summary>The longest wait for a fuller batch, unless a topic says otherwise. Default zero: a consumer is given what is there.</summary>
    public TimeSpan MaxWaitTime { get; set; }

    /// <summary>
    /// How long running consumers may go on when the host stops, before their tokens are cancelled. Default 60 s; zero cancels at once. The host's own limit
    /// (<c>HostOptions.ShutdownTimeout</c>, 30 s) is raised above it.
    /// </summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often marked offsets are committed. Default 5 s; more than zero. After a crash, what was marked since the last commit is handled again.</summary>
    public TimeSpan CommitInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The back-off of a partition whose run failed, unless a topic says otherwise.</summary>
    public PauseOptions Pause { get; set; } = new();

    /// <summary>What is done about declared topics and dead letter topics when the host starts. Default <see cref="TopicProvisioning.Verify"/>.</summary>
    public TopicProvisioning Topics { get; set; } = TopicProvisioning.Verify;

    /// <summary>
    /// The dead letter queue of all topics for which nothing more specific is said: neither by the consumer, nor by the route, nor by the topic. Default null: none.
    /// It is not for its own topic.
    /// </summary>
    public DeadLetterTopic? DeadLetterQueue { get; set; }

    /// <summary>How dead letters are made and delivered.</summary>
    public DeadLetterOptions DeadLetters { get; set; } = new();

    /// <summary>
    /// What becomes of records that consumers reject, unless their group or topic says otherwise. Default <see cref="DeadLetterAction.Throw"/>: the record's own exception, unchanged, so that
    /// retries and the dead letter queue decide.
    /// </summary>
    public DeadLetterAction DeadLetterAction { get; set; } = DeadLetterAction.Throw;

    /// <summary>Whether <see cref="DeadLetterAction.Log"/> may write keys and records into the log, where they may be seen by many. Default false.</summary>
    public bool LogRejectedPayloads { get; set; }

    /// <summary>
    /// Exceptions after which the host is asked to stop and the message is never given up: these types and their descendants.
    /// Default <see cref="OutOfMemoryException"/>, <see cref="InsufficientExecutionStackException"/> and <see cref="CriticalConsumerException"/>.
    /// </summary>
    public IList<Type> CriticalErrors { get; } = [.. global::Kafka.Dlq.DeadLetters.CriticalErrors.Default.Types];

    /// <summary>When health speaks up.</summary>
    public HealthOptions Health { get; set; } = new();
}
