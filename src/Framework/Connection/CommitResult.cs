using Confluent.Kafka;

namespace Kafka.Dlq.Connection;

/// <summary>How a commit ended: for all partitions alike, or each with an error of its own.</summary>
internal sealed record CommitResult(KafkaException? Error, IReadOnlyDictionary<TopicPartition, KafkaException> Errors)
{
    private static readonly Dictionary<TopicPartition, KafkaException> NoErrors = [];

    public IEnumerable<KafkaException> Failures => Error is null ? Errors.Values : [Error];

    public static CommitResult Success { get; } = new(null, NoErrors);

    public bool IsSuccess => Error is null && Errors.Count == 0;

    /// <summary>Whether a commit failed only because the group was between two generations: it can be made again when that is over.</summary>
    public static bool IsRebalancing(KafkaException error) => error.Error.Code is ErrorCode.RebalanceInProgress or ErrorCode.IllegalGeneration;

    public static CommitResult Failure(KafkaException error) => new(error, NoErrors);

    public KafkaException? ErrorOf(TopicPartition partition) => Error ?? Errors.GetValueOrDefault(partition);
}
