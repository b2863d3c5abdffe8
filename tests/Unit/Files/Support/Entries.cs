using Confluent.Kafka;
using Kafka.Dlq.Files;

namespace Kafka.Dlq.Tests.Unit.Files.Support;

/// <summary>Entries whose values do not matter, told apart by their reason.</summary>
internal static class Entries
{
    public static DeadLetterEntry Of(string reason, int bytes = 20) => new() { Reason = reason, Value = Bytes(bytes, seed: reason.Length) };

    public static IEnumerable<DeadLetterEntry> Numbered(int count, int bytes = 20) => Names(count).Select(name => Of(name, bytes));

    public static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(number => $"entry {number}")];

    /// <summary>One in which each field has a value of its own.</summary>
    public static DeadLetterEntry Full() => new()
    {
        ComponentType = "sink",
        ComponentId = "warehouse-1",
        Reason = "zu groß 😀",
        Source = new TopicPartitionOffset("orders", 7, 1_234_567_890_123),
        Timestamp = new Timestamp(1_700_000_000_123, TimestampType.LogAppendTime),
        Key = Bytes(9, seed: 1),
        Value = Bytes(256, seed: 2),
        Headers = [new Header("a", [1, 2]), new Header("a", []), new Header("b", null), new Header("", [0])],
    };

    /// <summary>Bytes of every value, zero and the marker of fragments among them.</summary>
    public static byte[] Bytes(int count, int seed) => [.. Enumerable.Range(0, count).Select(index => (byte)((index * 7) + seed))];
}
