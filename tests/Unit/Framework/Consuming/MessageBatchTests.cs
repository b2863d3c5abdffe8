using Kafka.Dlq.Consuming;
using Kafka.Dlq.Tests.Unit.Framework.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Consuming;

public sealed class MessageBatchTests
{
    [Fact]
    public void It_is_a_list_of_its_segment()
    {
        MessageBatch batch = new(new ArraySegment<Message>(Records.From(0, 5), offset: 2, count: 3));

        Assert.Equal(3, batch.Count);
        Assert.Equal((2L, 4L, 3L), (batch.First.Offset.Value, batch.Last.Offset.Value, batch[1].Offset.Value));
        Assert.Equal([2, 3, 4], batch.Select(message => message.Offset.Value));
        Assert.Throws<ArgumentOutOfRangeException>(() => batch[3]);
    }

    [Fact]
    public void Outside_a_run_there_is_nothing_and_it_says_so()
    {
        Assert.Empty(MessageBatch.Empty);
        Assert.Contains("only while ConsumeAsync runs", Assert.Throws<InvalidOperationException>(() => MessageBatch.Empty.First).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => MessageBatch.Empty.Last);
    }

    [Fact]
    public void Payloads_are_read_when_they_are_reached()
    {
        MessageBatch batch = new((Message[])[Records.At(0, payload: "1"), Records.At(1, payload: "garbage")]);

        using IEnumerator<int> payloads = batch.Payloads<int>().GetEnumerator();

        Assert.True(payloads.MoveNext());
        Assert.Equal(1, payloads.Current);
        Assert.Throws<MessageDeserializationException>(() => payloads.MoveNext());
    }

    [Fact]
    public void A_typed_batch_shows_the_same_messages_with_their_payloads()
    {
        MessageFormat format = new MessageFormat<int>(null, null);
        MessageBatch<int> batch = new(new MessageBatch((Message[])[format.Create(Records.Data(0, payload: "1")), format.Create(Records.Data(1, payload: "2"))]));

        Assert.Equal([1, 2], batch.Payloads);
        Assert.Equal((2, 1, 2), (batch.Count, batch.First.Payload, batch.Last.Payload));
        List<int> seen = [];
        foreach (Message<int> message in batch)
        {
            seen.Add(message.Payload);
        }

        Assert.Equal([1, 2], seen);
        Assert.Equal(2, batch[1].Payload);
    }
}
