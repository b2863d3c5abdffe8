using Kafka.Dlq.Benchmarks.Broker;

namespace Kafka.Dlq.Benchmarks.Failures;

/// <summary>Ours reads a topic of which some records fail, always, and become dead letters.</summary>
/// <param name="Member">In whose name.</param>
/// <param name="Topic">What is read.</param>
/// <param name="Letters">An empty dead letter topic with as many partitions.</param>
/// <param name="Every">Each so many-th record of a partition fails; 0 for none.</param>
/// <param name="Dispatch">Whether a partition waits for each letter.</param>
/// <param name="WarmUp">Another such job, done before; null for none.</param>
internal sealed record FailureJob(Member Member, FilledTopic Topic, string Letters, int Every, DispatchMethod Dispatch, FailureJob? WarmUp)
{
    /// <summary>How many letters there must be at the end, not one more or less.</summary>
    public long ExpectedLetters() => Every == 0 ? 0 : Topic.Partitions * ((Topic.PerPartition + Every - 1) / Every);
}
