using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Tests.Unit.Dlq.Support;

namespace Kafka.Dlq.Tests.Unit.Dlq.Writing;

public sealed class LetterRulesTests
{
    [Fact]
    public void What_may_be_said_is_no_fault() =>
        Assert.Empty(Faults(queue => queue.Fingerprint().Redact(text => text).RedactHeaders((_, value) => value).OmitHeaders("dlq.host", "authorization").MaxLetterBytes(1_024)));

    [Fact]
    public void Bound_that_no_letter_keeps_is_a_fault() => Assert.Equal(["MaxLetterBytes"], Faults(queue => queue.MaxLetterBytes(1_023)));

    [Theory]
    [InlineData("dlq.id")]
    [InlineData("dlq.source.offset")]
    [InlineData("dlq.depth")]
    [InlineData("dlq.attempts")]
    [InlineData("dlq.fingerprint")]
    [InlineData("")]
    public void Header_that_is_needed_cannot_be_omitted(string name) => Assert.Equal(["OmitHeaders"], Faults(queue => queue.OmitHeaders("a", name)));

    [Fact]
    public void Choice_of_a_partition_that_there_is_not_is_a_fault() => Assert.Equal(["PartitionBy"], Faults(queue => queue.PartitionBy((LetterPartition)7)));

    [Fact]
    public void Verb_said_twice_is_a_fault() => Assert.Equal(["MaxLetterBytes"], Faults(queue => queue.MaxLetterBytes(5_000).MaxLetterBytes(6_000)));

    [Fact]
    public void Letters_of_a_queue_without_any_are_a_fault()
    {
        DeadLetterQueueBuilder none = new();
        none.None().MaxLetterBytes(5_000);
        DeadLetterQueueBuilder some = new();
        some.None().MaxLetterBytes(5_000).On<FormatException>().DeadLetter("orders.malformed");

        Assert.Equal(["None"], Faults(none.Build()));
        Assert.Empty(Faults(some.Build()));
    }

    private static IEnumerable<string> Faults(Action<DeadLetterQueueBuilder> say) => Faults(Some.Queue(say));

    private static IEnumerable<string> Faults(DeadLetterQueueSettings queue) => DeadLetterQueueRules.Check(queue, "orders", isPattern: false, [], -1).Select(fault => fault.Parameter);
}
