namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>Settings of a broker that lives for one test run: one node, nothing created unasked, groups that start at once.</summary>
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

    public static string Text(int port, int controllerPort, string data) => $"""
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:{controllerPort}
        controller.listener.names=CONTROLLER
        listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controllerPort}
        advertised.listeners=PLAINTEXT://127.0.0.1:{port}
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        log.dirs={data}
        auto.create.topics.enable=false
        num.partitions=1
        default.replication.factor=1
        min.insync.replicas=1
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=4
        transaction.state.log.replication.factor=1
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
        # Compaction is looked at while a test waits, in a small heap.
        log.cleaner.backoff.ms=200
        log.cleaner.dedupe.buffer.size=8388608
        """;
}
