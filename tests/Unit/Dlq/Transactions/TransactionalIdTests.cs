using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq.Tests.Unit.Dlq.Transactions;

public sealed class TransactionalIdTests
{
    [Theory]
    [InlineData("pod-3", "place-1", "pod-3.shop.default")]
    [InlineData(null, "place-1", "place-1.shop.default")]
    [InlineData(null, null, "fresh.shop.default")]
    [InlineData(null, "", "fresh.shop.default")]
    public void The_best_name_that_is_there_stands_for_the_process(string? prefix, string? instance, string expected) =>
        Assert.Equal(expected, TransactionalId.Of(prefix, instance, "shop", "default", "fresh"));
}
