using Confluent.Kafka;
using Kafka.Dlq.Examples.Orders.Demo;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Kafka.Dlq.Examples.Orders.Audit;

/// <summary>
/// Reconciles every order with what became of it. It trusts no counter: orders are known by the producer's delivery reports and by reading their topic,
/// handled ones by their entries in the ledger topic, given up ones by the <c>dlq.source.*</c> headers of the letters, all read back by a plain client.
/// So it covers everything the topics hold, also what an earlier run left or was stopped in the middle of.
/// </summary>
internal sealed class OrderAudit(OrderTopics topics)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TopicPartitionOffset, OrderFate> _fates = [];
    private readonly Dictionary<string, ConsumeResult<byte[], byte[]>> _samples = new(StringComparer.Ordinal);

    /// <summary>A delivery report says that an order lies here.</summary>
    public void Produced(TopicPartitionOffset at)
    {
        lock (_lock)
        {
            FateLocked(at).Exists = true;
        }
    }

    /// <summary>A record of one of the topics was read back.</summary>
    public void Take(ConsumeResult<byte[], byte[]> record)
    {
        lock (_lock)
        {
            if (record.Topic == topics.Orders)
            {
                TakeOrderLocked(record);
            }
            else if (record.Topic == topics.Ledger)
            {
                TakeEntryLocked(record);
            }
            else
            {
                TakeLetterLocked(record);
            }
        }
    }

    /// <summary>Closes the books.</summary>
    /// <param name="committed">The group's committed offset of each partition; what lies before must be done.</param>
    public AuditResult Close(IReadOnlyDictionary<TopicPartition, Offset> committed)
    {
        lock (_lock)
        {
            KeyValuePair<TopicPartitionOffset, OrderFate>[] orders = [.. _fates.Where(fate => fate.Value.Exists)];
            ILookup<bool, TopicPartitionOffset> open = orders
                .Where(order => !order.Value.IsDone)
                .ToLookup(order => order.Key.Offset < committed.GetValueOrDefault(order.Key.TopicPartition, Offset.Unset), order => order.Key);
            return new AuditResult(
                orders.Length,
                orders.Count(order => order.Value.Posts > 0),
                CountBy(orders, order => order.Reason),
                CountBy(orders, order => ReasonOf(order.Planted)),
                [.. open[true]],
                open[false].Count(),
                [.. orders.Where(order => order.Value.IsDone && !order.Value.IsAsPlanted).Select(order => order.Key)],
                orders.Sum(order => (long)Math.Max(0, order.Value.Posts - 1)),
                orders.Sum(order => (long)Math.Max(0, order.Value.Letters - 1)),
                [.. _samples.OrderBy(sample => sample.Key, StringComparer.Ordinal).Select(sample => sample.Value)]);
        }
    }

    private static ImmutableSortedDictionary<string, long> CountBy(IEnumerable<KeyValuePair<TopicPartitionOffset, OrderFate>> orders, Func<OrderFate, string?> reason) => orders
        .Select(order => reason(order.Value))
        .OfType<string>()
        .GroupBy(text => text, StringComparer.Ordinal)
        .ToImmutableSortedDictionary(group => group.Key, group => group.LongCount(), StringComparer.Ordinal);

    private static string? ReasonOf(PlantedFault? fault) => fault switch
    {
        PlantedFault.Unparsable => "deserialization",
        PlantedFault.NegativeTotal => "negative total",
        _ => null,
    };

    private void TakeOrderLocked(ConsumeResult<byte[], byte[]> record)
    {
        ref OrderFate fate = ref FateLocked(record.TopicPartitionOffset);
        fate.Exists = true;
        fate.Planted = PlantedFaults.Of(record.Message.Headers);
    }

    private void TakeEntryLocked(ConsumeResult<byte[], byte[]> record)
    {
        LedgerEntry entry = JsonSerializer.Deserialize<LedgerEntry>(record.Message.Value)!;
        FateLocked(new TopicPartitionOffset(topics.Orders, entry.Partition, entry.Offset)).Posts++;
    }

    private void TakeLetterLocked(ConsumeResult<byte[], byte[]> record)
    {
        ref OrderFate fate = ref FateLocked(LetterHeaders.Source(record.Message.Headers));
        fate.Letters++;
        fate.Reason = LetterHeaders.Reason(record.Message.Headers);
        _samples.TryAdd(fate.Reason, record);
    }

    // The reference is good until the next entry is added, so it is used up within the statement or method that asked for it.
    private ref OrderFate FateLocked(TopicPartitionOffset at) => ref CollectionsMarshal.GetValueRefOrAddDefault(_fates, at, out _);
}
