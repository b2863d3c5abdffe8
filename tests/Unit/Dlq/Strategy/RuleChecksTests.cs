using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq.Tests.Unit.Dlq.Strategy;

public sealed class RuleChecksTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Rules_that_each_have_a_failure_of_their_own_have_no_fault() => Assert.Empty(Said(queue => queue
        .On<ArgumentNullException>().Skip()
        .On<ArgumentException>(error => error.ParamName is null).Skip()
        .On<ArgumentException>().OfKind(ErrorKind.Deserialization).Hold(Minute)
        .On<ArgumentException>().Retry(times: 3)
        .On<ArgumentException>().FailingFor(Minute).Stop()
        .On<ArgumentException>().DeadLetter("orders.arguments")
        .When(failure => failure.Errors.Count > 10).Hold()
        .On(ErrorKind.Deserialization).DeadLetter()
        .Otherwise().Retry(within: Minute)));

    [Fact]
    public void Rule_behind_a_wider_one_is_never_reached()
    {
        DeadLetterQueueFault fault = Assert.Single(Said(queue => queue.On<ArgumentException>().Skip().On<ArgumentNullException>().Stop()));

        Assert.Equal("On<ArgumentNullException>().Stop()", fault.Parameter);
        Assert.Contains("On<ArgumentException>().Skip() before it takes all", fault.Found!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_answers_for_the_same_failures_contradict_each_other() =>
        Assert.Single(Said(queue => queue.On<ArgumentException>().Skip().On<ArgumentException>().DeadLetter()));

    [Fact]
    public void Rule_behind_one_for_everything_is_never_reached() =>
        Assert.Equal(2, Said(queue => queue.On<Exception>().Skip().On(ErrorKind.Deserialization).Stop().Otherwise().Stop()).Count);

    [Theory]
    [InlineData(3, 2, 1)]
    [InlineData(3, 3, 1)]
    [InlineData(3, 4, 0)]
    public void Longer_limit_is_reached_behind_a_shorter_one(int first, int second, int faults) =>
        Assert.Equal(faults, Said(queue => queue.On<ArgumentException>().Retry(times: first).On<ArgumentException>().Retry(TimeSpan.Zero, times: second)).Count);

    [Fact]
    public void Rule_from_a_later_attempt_on_is_covered_by_one_without() =>
        Assert.Single(Said(queue => queue.On<ArgumentException>().Skip().On<ArgumentException>().FromAttempt(3).Stop()));

    [Fact]
    public void Rule_whose_conditions_exclude_each_other_is_never_reached()
    {
        Assert.Single(Said(queue => queue.On<ArgumentException>().FromAttempt(4).Retry(times: 3)));
        Assert.Single(Said(queue => queue.On<ArgumentException>().FailingFor(Minute).Retry(within: Minute)));
    }

    [Fact]
    public void Nothing_comes_behind_otherwise() =>
        Assert.Contains("behind Otherwise()", Assert.Single(Said(queue => queue.Otherwise().Retry(times: 1).On<ArgumentException>().Skip())).Found!.ToString(), StringComparison.Ordinal);

    [Fact]
    public void Otherwise_has_no_conditions() => Assert.Single(Said(queue => queue.Otherwise().FromAttempt(2).Skip()));

    [Fact]
    public void Rule_needs_an_answer()
    {
        DeadLetterQueueFault fault = Assert.Single(Said(queue => queue.On<ArgumentException>().FromAttempt(2)));

        Assert.Equal("no answer", fault.Found);
    }

    [Fact]
    public void Condition_or_answer_said_twice_is_a_fault()
    {
        Assert.Single(Said(queue => queue.On<ArgumentException>().FromAttempt(2).FromAttempt(3).Skip()));
        Assert.Single(Said(queue =>
        {
            RecoveryRuleBuilder rule = queue.On<ArgumentException>();
            rule.Skip();
            rule.Stop();
        }));
    }

    [Fact]
    public void Values_outside_their_limits_are_told()
    {
        Assert.Single(Said(queue => queue.On<ArgumentException>().FromAttempt(0).Skip()));
        Assert.Single(Said(queue => queue.On<ArgumentException>().FailingFor(-Minute).Skip()));
        Assert.Single(Said(queue => queue.On<ArgumentException>().OlderThan(-Minute).Skip()));
        Assert.Single(Said(queue => queue.On<ArgumentException>().Retry(times: 0)));
        Assert.Single(Said(queue => queue.On<ArgumentException>().Retry(within: TimeSpan.Zero)));
        Assert.Single(Said(queue => queue.On<ArgumentException>().Retry(-Minute)));
        Assert.Single(Said(queue => queue.On<ArgumentException>().Hold(TimeSpan.FromDays(100))));
        Assert.Single(Said(queue => queue.On((ErrorKind)99).Skip()));
    }

    [Fact]
    public void Without_a_topic_a_rule_must_name_one()
    {
        DeadLetterQueueFault fault = Assert.Single(new DeadLetterQueueBuilder().None().On<ArgumentException>().DeadLetter().Build().Said);

        Assert.Contains("DeadLetter(topic)", fault.Allowed, StringComparison.Ordinal);
        Assert.Empty(new DeadLetterQueueBuilder().None().On<ArgumentException>().DeadLetter("orders.arguments").Build().Said);
    }

    private static IReadOnlyList<DeadLetterQueueFault> Said(Action<DeadLetterQueueBuilder> say)
    {
        DeadLetterQueueBuilder queue = new();
        say(queue.Topic("orders.dlq"));
        return queue.Build().Said;
    }
}
