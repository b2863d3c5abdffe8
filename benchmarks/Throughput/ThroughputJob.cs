using Kafka.Dlq.Benchmarks.Broker;

namespace Kafka.Dlq.Benchmarks.Throughput;

/// <summary>One contender reads a topic from its beginning to its end.</summary>
/// <param name="Member">In whose name.</param>
/// <param name="Topic">What is read.</param>
/// <param name="Contender">Who reads.</param>
internal sealed record ThroughputJob(Member Member, FilledTopic Topic, Contender Contender);
