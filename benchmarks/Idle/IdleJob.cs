using Kafka.Dlq.Benchmarks.Broker;

namespace Kafka.Dlq.Benchmarks.Idle;

/// <summary>A consumer of many partitions that has hardly anything to do.</summary>
/// <param name="Member">In whose name.</param>
/// <param name="Topic">A topic into which some records trickle.</param>
/// <param name="IsOurs">Whether a <c>MessageConsumer</c> of ours takes them; otherwise the tuned loop.</param>
internal sealed record IdleJob(Member Member, string Topic, bool IsOurs);
