using Kafka.Dlq.Benchmarks.Broker;
using Kafka.Dlq.Benchmarks.Throughput;

namespace Kafka.Dlq.Benchmarks.CommandLine;

/// <summary>What a run of the program measures.</summary>
/// <param name="Brokers">Bootstrap servers.</param>
/// <param name="Parts">What is measured, in this order.</param>
/// <param name="Rounds">How often.</param>
/// <param name="Records">How many records a topic of small values holds.</param>
/// <param name="FailingRecords">How many records are read where few or none fail; fewer where many do.</param>
/// <param name="Rate">Records per second for the latency; null for half of what is kept up with.</param>
/// <param name="Sizes">Sizes of values in bytes.</param>
/// <param name="Partitions">Numbers of partitions.</param>
/// <param name="Contenders">Who reads.</param>
/// <param name="Fetching">How ours fetches; null for its default.</param>
internal sealed record BenchSettings(
    string Brokers,
    IReadOnlyList<Part> Parts,
    int Rounds,
    long Records,
    long FailingRecords,
    int? Rate,
    IReadOnlyList<int> Sizes,
    IReadOnlyList<int> Partitions,
    IReadOnlyList<Contender> Contenders,
    FetchMode? Fetching)
{
    private const int SmallSize = 500;

    /// <summary>A member of a new group.</summary>
    public Member NewMember(BenchTopics topics) => new(Brokers, topics.NewName("group"), Fetching);

    /// <summary>Topics of large values hold half as many: filling and reading them takes longer.</summary>
    public long RecordsOf(int size) => size <= SmallSize ? Records : Records / 2;
}
