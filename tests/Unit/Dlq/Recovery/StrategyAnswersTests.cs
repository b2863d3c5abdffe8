using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq.Tests.Unit.Dlq.Recovery;

public sealed class StrategyAnswersTests
{
    private static readonly DeadLetterQueueSettings Queue = new DeadLetterQueueBuilder().Topic("orders.dlq").Targets("orders.spare").Build();
    private static readonly DeadLetterQueueSettings None = new DeadLetterQueueBuilder().None().Build();

    public static TheoryData<RecoveryAction> Good => [
        new RecoveryAction.Retry(TimeSpan.Zero), new RecoveryAction.Retry(TimeSpan.FromDays(1)), new RecoveryAction.DeadLetter(), new RecoveryAction.DeadLetter("orders.dlq"),
        new RecoveryAction.DeadLetter("orders.spare"), new RecoveryAction.Skip(), new RecoveryAction.Stop(), new RecoveryAction.Hold(), new RecoveryAction.Hold(TimeSpan.Zero)];

    public static TheoryData<RecoveryAction?, string> Bad => new()
    {
        { null, "null" },
        { new RecoveryAction.Nothing(), "expected Retry" },
        { new RecoveryAction.Retry(TimeSpan.FromTicks(-1)), "expected a wait" },
        { new RecoveryAction.Retry(TimeSpan.MaxValue), "expected a wait" },
        { new RecoveryAction.Hold(Timeout.InfiniteTimeSpan), "or null for no end" },
        { new RecoveryAction.DeadLetter("elsewhere"), "one of orders.dlq, orders.spare" },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void Answer_that_can_be_carried_out_has_no_fault(RecoveryAction answer) => Assert.Null(StrategyAnswers.FaultOf(answer, Queue));

    [Theory]
    [MemberData(nameof(Bad))]
    public void Answer_that_cannot_be_carried_out_says_what_could(RecoveryAction? answer, string expected) =>
        Assert.Contains(expected, StrategyAnswers.FaultOf(answer, Queue), StringComparison.Ordinal);

    [Fact]
    public void Without_a_topic_the_queues_own_cannot_be_meant() =>
        Assert.Contains("declare topics with Targets", StrategyAnswers.FaultOf(new RecoveryAction.DeadLetter(), None), StringComparison.Ordinal);
}
