using Confluent.Kafka;
using Kafka.Dlq.Consuming;
using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq.Tests.Unit.Framework.Support;

/// <summary>Messages as they lie in the first retry topic of "orders".</summary>
internal static class InRetry
{
    // The scene's clock begins here.
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>One of the source's offset 100 + its own, that was run so often and has been due since the scene began.</summary>
    public static Message At(long offset, int attempts = 1, TimeSpan dueIn = default, DateTimeOffset? firstFailedAt = null, string topic = "orders.shop.retry.5s")
    {
        DeadLetter hop = new(Records.At(100 + offset, key: $"key-{offset}"), topic, "shop", attempts, ErrorKind.Consume, new InvalidOperationException("bad"), null, firstFailedAt ?? Start.AddMinutes(-1), Start, "Consumer")
        {
            DueAt = Start + dueIn,
        };
        Message<byte[]?, byte[]?> written = new DeadLetterRecord(hop, new DeadLetterOptions(), Start).At(LetterReduction.None);
        PartitionSource source = new(topic, 0, Records.Plain) { IsRetryTopic = true };
        return Records.Plain.Create(source, new RecordData(Records.Stamp(offset, Start.ToUnixTimeMilliseconds()), written.Key, written.Value, written.Headers));
    }
}
