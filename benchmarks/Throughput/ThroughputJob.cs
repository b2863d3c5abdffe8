using Kafka.Dlq.Benchmarks.Broker;

namespace Kafka.Dlq.Benchmarks.Throughput;

/// <summary>One contender reads a topic from its beginning to its end.</summary>
/// <param name="WarmUp">In whose name it does so once before, for nothing.</param>
/// <param name="Member">In whose name it does so when the time is taken.</param>
/// <param name="Topic">What is read.</param>
/// <param name="Contender">Who reads.</param>
internal sealed record ThroughputJob(Member WarmUp, Member Member, FilledTopic Topic, Contender Contender);
