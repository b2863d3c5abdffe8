namespace Kafka.Dlq.Benchmarks.Broker;

/// <summary>The only member of a consumer group that nobody used before.</summary>
/// <param name="Brokers">Bootstrap servers.</param>
/// <param name="Group">The group.</param>
/// <param name="Fetching">How ours fetches; null for its default.</param>
internal sealed record Member(string Brokers, string Group, FetchMode? Fetching);
