namespace Kafka.Dlq.Instrumentation;

/// <summary>Names of attributes: OpenTelemetry's semantic conventions for messaging where they have a word, ours where they have none.</summary>
internal static class TelemetryNames
{
    public const string System = "messaging.system";
    public const string Kafka = "kafka";
    public const string OperationName = "messaging.operation.name";
    public const string OperationType = "messaging.operation.type";
    public const string Destination = "messaging.destination.name";
    public const string PartitionId = "messaging.destination.partition.id";
    public const string Group = "messaging.consumer.group.name";
    public const string BatchCount = "messaging.batch.message_count";
    public const string Offset = "messaging.kafka.offset";
    public const string Tombstone = "messaging.kafka.message.tombstone";
    public const string ErrorType = "error.type";
    public const string Attempt = "kafka_dlq.attempt";
    public const string FirstOffset = "kafka_dlq.first_offset";
    public const string LastOffset = "kafka_dlq.last_offset";
    public const string SourceTopic = "kafka_dlq.source.topic";
    public const string SourcePartition = "kafka_dlq.source.partition";
    public const string SourceOffset = "kafka_dlq.source.offset";
    public const string TargetTopic = "kafka_dlq.target.topic";
    public const string TargetCluster = "kafka_dlq.target.cluster";
    public const string RejectAction = "kafka_dlq.reject.action";
    public const string RejectReason = "kafka_dlq.reject.reason";
}
