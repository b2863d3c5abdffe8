using Confluent.Kafka;
using System.Collections.Immutable;

namespace Kafka.Dlq.Examples.Orders.Audit;

/// <summary>What became of every order in the topic, whichever run produced or handled it.</summary>
/// <param name="Orders">Coordinates that hold an order.</param>
/// <param name="Handled">Orders with an entry in the ledger.</param>
/// <param name="Letters">Orders with a dead letter, by reason.</param>
/// <param name="Planted">Orders in which a fault was planted that must end as a dead letter, by the reason expected.</param>
/// <param name="Lost">Orders with neither, although the group's committed offset is past them.</param>
/// <param name="Left">Orders with neither that the group has not committed: the next start handles them.</param>
/// <param name="Misplaced">Orders that ended otherwise than their planted fault says.</param>
/// <param name="DoubledPosts">Ledger entries beyond the first of an order.</param>
/// <param name="DoubledLetters">Dead letters beyond the first of an order.</param>
/// <param name="Samples">The first letter of each reason.</param>
internal sealed record AuditResult(
    long Orders,
    long Handled,
    ImmutableSortedDictionary<string, long> Letters,
    ImmutableSortedDictionary<string, long> Planted,
    ImmutableArray<TopicPartitionOffset> Lost,
    long Left,
    ImmutableArray<TopicPartitionOffset> Misplaced,
    long DoubledPosts,
    long DoubledLetters,
    ImmutableArray<ConsumeResult<byte[], byte[]>> Samples)
{
    public bool IsGood => Lost.IsEmpty && Misplaced.IsEmpty;
}
