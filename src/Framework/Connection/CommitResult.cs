using Confluent.Kafka;

namespace Kafka.Dlq.Connection;

/// <summary>How a commit ended: for all partitions alike, or each with an error of its own.</summary>
internal sealed record CommitResult(KafkaException? Error, IReadOnlyDictionary<TopicPartition, KafkaException> Errors)
{
    private static readonly Dictionary<TopicPartition, KafkaException> NoErrors = [];

    public static CommitResult Success { get; } = new(null, NoErrors);

    public bool IsSuccess => Error is null && Errors.Count == 0;

    public static CommitResult Failure(KafkaException error) => new(error, NoErrors);

    public KafkaException? ErrorOf(TopicPartition partition) => Error ?? Errors.GetValueOrDefault(partition);
}
