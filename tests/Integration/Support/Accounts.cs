using Confluent.Kafka;

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>Closes the books of a scenario: each written message was handled or has a letter.</summary>
internal static class Accounts
{
    /// <summary>Each message exactly once, in one place or the other.</summary>
    /// <param name="letters">What the dead letter topic holds.</param>
    public static void AreExact(IEnumerable<TopicPartitionOffset> written, Handled handled, IEnumerable<ConsumeResult<byte[], byte[]>>? letters = null)
    {
        IEnumerable<TopicPartitionOffset> dispatched = (letters ?? []).Select(letter => new TopicPartitionOffset(letter.Header("dlq.source.topic"), letter.SourcePartition(), letter.SourceOffset()));
        Assert.Equal(InOrder(written), InOrder(handled.All.Concat(dispatched)));
    }

    private static IEnumerable<string> InOrder(IEnumerable<TopicPartitionOffset> places) => places.Select(place => place.ToString()).Order(StringComparer.Ordinal);
}
