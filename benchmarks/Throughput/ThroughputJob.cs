using Kafka.Dlq.Benchmarks.Broker;

namespace Kafka.Dlq.Benchmarks.Throughput;

/// <summary>One contender reads a topic from its beginning to its end.</summary>
/// <param name="Brokers">Bootstrap servers.</param>
/// <param name="Topic">What is read.</param>
/// <param name="Group">A consumer group that nobody used before.</param>
/// <param name="Contender">Who reads.</param>
/// <param name="Fetching">How ours fetches; null for its default.</param>
internal sealed record ThroughputJob(string Brokers, FilledTopic Topic, string Group, Contender Contender, FetchMode? Fetching);
