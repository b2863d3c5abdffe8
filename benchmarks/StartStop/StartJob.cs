using Kafka.Dlq.Benchmarks.Broker;

namespace Kafka.Dlq.Benchmarks.StartStop;

/// <summary>Starts, takes a first record, and stops.</summary>
/// <param name="Member">In whose name.</param>
/// <param name="Topic">A topic with a few records.</param>
/// <param name="IsOurs">Whether a host of ours takes them; otherwise the tuned loop.</param>
internal sealed record StartJob(Member Member, FilledTopic Topic, bool IsOurs);
