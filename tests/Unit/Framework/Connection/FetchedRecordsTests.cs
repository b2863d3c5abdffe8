using Kafka.Dlq.Connection;
using Kafka.Dlq.Tests.Unit.Framework.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Connection;

public sealed class FetchedRecordsTests
{
    private readonly FetchedRecords _records = new(3);

    [Fact]
    public void A_fetch_is_full_when_it_has_as_many_messages_as_it_may_have()
    {
        _records.Add(Records.At(0));
        _records.Add(Records.At(1));
        Assert.False(_records.IsFull);

        _records.Add(Records.At(2));

        Assert.True(_records.IsFull);
    }

    [Fact]
    public void A_fetch_of_large_messages_is_full_before_and_empty_again_when_cleared()
    {
        _records.Add(Records.At(0, payload: new string('p', 5_000_000)));
        Assert.False(_records.IsFull);
        _records.Add(Records.At(1, key: new string('k', 5_000_000)));
        Assert.True(_records.IsFull);

        _records.Clear();

        Assert.False(_records.IsFull);
    }
}
