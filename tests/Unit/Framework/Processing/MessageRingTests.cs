using Kafka.Dlq.Processing;
using Kafka.Dlq.Tests.Unit.Framework.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Processing;

public sealed class MessageRingTests
{
    private readonly MessageRing _ring = new();

    [Fact]
    public void Nothing_is_taken_of_nothing()
    {
        Assert.Empty(_ring.Take(5));
        Assert.False(_ring.TryPeek(out _));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Order_count_and_bytes_hold_while_it_wraps_and_grows(int seed)
    {
        Random random = new(seed);
        Queue<Message> model = [];
        long next = 0;
        for (int step = 0; step < 2_000; step++)
        {
            Message[] put = [.. Enumerable.Range(0, random.Next(random.Next(10) == 0 ? 200 : 8)).Select(_ => Some(random, next++))];
            _ring.Add(put);
            Array.ForEach(put, model.Enqueue);

            int most = random.Next(12);
            Assert.Equal(Enumerable.Range(0, Math.Min(most, model.Count)).Select(_ => model.Dequeue()), _ring.Take(most));
            Assert.Equal((model.Count, model.Sum(message => (long)message.RawPayload.Length)), (_ring.Count, _ring.Bytes));
            Assert.Equal(model.TryPeek(out Message? oldest) ? oldest : null, _ring.TryPeek(out Message? first) ? first : null);
        }
    }

    [Fact]
    public void What_was_taken_does_not_change_when_more_comes()
    {
        _ring.Add(Records.From(0, 9));
        Message[] taken = _ring.Take(10);

        _ring.Add(Records.From(10, 40));
        _ring.Take(31);

        Assert.Equal(Enumerable.Range(0, 10).Select(offset => (long)offset), taken.Select(message => message.Offset.Value));
    }

    [Fact]
    public void Cleared_it_is_as_new()
    {
        _ring.Add(Records.From(0, 20));
        _ring.Take(5);

        _ring.Clear();

        Assert.Equal((0, 0L), (_ring.Count, _ring.Bytes));
        _ring.Add(Records.From(7, 7));
        Assert.Equal(7, Assert.Single(_ring.Take(9)).Offset.Value);
    }

    private static Message Some(Random random, long offset) => Records.At(offset, payload: new string('p', random.Next(20)));
}
