using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq.Tests.Unit.Dlq.Transactions;

public sealed class TransactionRulesTests
{
    [Fact]
    public void It_goes_with_a_topic_alone() => Assert.Empty(Check(queue => queue));

    [Fact]
    public void It_goes_with_what_says_the_same() =>
        Assert.Empty(Check(queue => queue.DispatchMethod(DispatchMethod.ProduceSync).MarkingMethod(MarkingMethod.MarkAsConsumedAndCommit).MarkAfterDispatch(true)));

    [Fact]
    public void What_parts_the_letter_from_the_offset_is_told_with_its_reason()
    {
        Assert.Contains("two", Assert.Single(Check(queue => queue.Cluster("other"))).Allowed, StringComparison.Ordinal);
        Assert.Contains("on disk", Assert.Single(Check(queue => queue.WhenUnavailable(UnavailablePolicy.Spool))).Allowed, StringComparison.Ordinal);
        Assert.Contains("may lie there twice", Assert.Single(Check(queue => queue.RetryTopics(TimeSpan.FromSeconds(5)))).Allowed, StringComparison.Ordinal);
        Assert.Contains("mark of the message", Assert.Single(Check(queue => queue.CrashGuard())).Allowed, StringComparison.Ordinal);
        Assert.Contains("half", Assert.Single(Check(queue => queue.MarkAfterDispatch(false))).Allowed, StringComparison.Ordinal);
        Assert.Contains("waits", Assert.Single(Check(queue => queue.DispatchMethod(DispatchMethod.ProduceAsync))).Allowed, StringComparison.Ordinal);
        Assert.Contains("with the letter", Assert.Single(Check(queue => queue.MarkingMethod(MarkingMethod.MarkAsConsumed))).Allowed, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_letters_there_is_nothing_to_commit_together()
    {
        DeadLetterQueueBuilder none = new();
        none.None().Transactional();
        DeadLetterQueueBuilder withRule = new();
        withRule.None().Transactional().On<FormatException>().DeadLetter("orders.malformed");

        Assert.Contains("nothing to commit", Assert.Single(none.Build().Said).Allowed, StringComparison.Ordinal);
        Assert.Empty(withRule.Build().Said);
    }

    private static IReadOnlyList<DeadLetterQueueFault> Check(Func<DeadLetterQueueBuilder, DeadLetterQueueBuilder> say) => say(new DeadLetterQueueBuilder().Topic("orders.dlq").Transactional()).Build().Said;
}
