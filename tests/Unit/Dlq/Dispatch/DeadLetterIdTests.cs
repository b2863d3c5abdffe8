using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Tests.Unit.Dlq.Support;

namespace Kafka.Dlq.Tests.Unit.Dlq.Dispatch;

public sealed class DeadLetterIdTests
{
    [Fact]
    public void The_id_of_a_first_letter_tells_topic_partition_offset_group_and_depth() =>
        Assert.Equal("orders-4-17@billing#1", DeadLetterId.Of(Some.Letter(SomeRecord.At(17, partition: 4))).ToString());

    [Fact]
    public void The_same_failure_has_the_same_id_whatever_its_error_and_time() =>
        Assert.Equal(
            DeadLetterId.Of(Some.Letter(error: new InvalidOperationException())),
            DeadLetterId.Of(Some.Letter(error: new FormatException()) with { FailedAt = Some.Time.AddDays(1), Attempts = 9 }));

    [Fact]
    public void A_letter_that_fails_again_has_an_id_one_deeper() =>
        Assert.Equal("orders.dlq-0-5@billing#2", DeadLetterId.Of(Some.Letter(SomeRecord.At(5, topic: "orders.dlq", headers: Some.Headers(("dlq.depth", "1"))))).ToString());
}
