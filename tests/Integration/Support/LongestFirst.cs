using Kafka.Dlq.Tests.Integration.Support;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>Begins with what takes longest, so that the run does not end with one scenario waiting alone: the turns at the three brokers, then brokers of one scenario's own and sessions that run out.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long = [ThreeBrokers.Name, ".Hosts.", ".Rebalance."];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(collection => Rank(collection.TestCollectionDisplayName))];

    private static int Rank(string name) => Array.FindIndex(Long, name.Contains) is var found and >= 0 ? found : Long.Length;
}
