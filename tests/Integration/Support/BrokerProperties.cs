namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>Settings of a broker that lives for one test run: nothing created unasked, groups that start at once.</summary>
internal static class BrokerProperties
{
    public const string Logging = """
        rootLogger.level=warn
        rootLogger.appenderRef.console.ref=console
        appender.console.type=Console
        appender.console.name=console
        appender.console.layout.type=PatternLayout
        appender.console.layout.pattern=%d %p %c %m%n
        """;

    /// <param name="cluster">All nodes of its cluster; none for a broker that is alone.</param>
    public static string Text(BrokerNode node, string data, params BrokerNode[] cluster) => $"""
        process.roles=broker,controller
        node.id={node.Id}
        controller.quorum.voters={Voters(node, cluster)}
        controller.listener.names=CONTROLLER
        listeners=PLAINTEXT://127.0.0.1:{node.Port},CONTROLLER://127.0.0.1:{node.ControllerPort}
        advertised.listeners=PLAINTEXT://127.0.0.1:{node.Port}
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        log.dirs={data}
        auto.create.topics.enable=false
        num.partitions=1
        default.replication.factor={Copies(cluster)}
        min.insync.replicas={Math.Max(1, Copies(cluster) - 1)}
        offsets.topic.replication.factor={Copies(cluster)}
        offsets.topic.num.partitions=4
        transaction.state.log.replication.factor={Copies(cluster)}
        transaction.state.log.min.isr=1
        transaction.state.log.num.partitions=4
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        # Groups start without waiting for more members; tests of a lost member choose sessions of a second or more.
        group.initial.rebalance.delay.ms=0
        group.min.session.timeout.ms=1000
        group.consumer.min.session.timeout.ms=1000
        group.consumer.session.timeout.ms=10000
        group.consumer.min.heartbeat.interval.ms=100
        group.consumer.heartbeat.interval.ms=500
        # A broker that is killed or frozen is missed soon, so that the rest chooses new leaders.
        broker.session.timeout.ms=4000
        broker.heartbeat.interval.ms=500
        # Compaction is looked at while a test waits, in a small heap.
        log.cleaner.backoff.ms=200
        log.cleaner.dedupe.buffer.size=8388608
        """;

    /// <summary>
    /// The settings, with access control and a second listener: whoever comes there logs in as the user "guest", for whom lists of access count. The brokers themselves and
    /// the test's own clients use the first listener, and may do everything.
    /// </summary>
    public static string Guarded(BrokerNode node, string data, int guestPort) => $"""
        {Text(node, data)}
        # Of two lines with one name the last counts.
        listeners=PLAINTEXT://127.0.0.1:{node.Port},CONTROLLER://127.0.0.1:{node.ControllerPort},GUESTS://127.0.0.1:{guestPort}
        advertised.listeners=PLAINTEXT://127.0.0.1:{node.Port},GUESTS://127.0.0.1:{guestPort}
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,GUESTS:SASL_PLAINTEXT
        sasl.enabled.mechanisms=PLAIN
        listener.name.guests.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_guest="guest";
        authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
        allow.everyone.if.no.acl.found=true
        super.users=User:ANONYMOUS
        """;

    private static int Copies(BrokerNode[] cluster) => Math.Clamp(cluster.Length, 1, 3);

    private static string Voters(BrokerNode node, BrokerNode[] cluster) =>
        string.Join(',', cluster.DefaultIfEmpty(node).Select(voter => $"{voter.Id}@127.0.0.1:{voter.ControllerPort}"));
}
