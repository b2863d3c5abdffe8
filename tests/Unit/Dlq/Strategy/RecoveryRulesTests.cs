using Kafka.Dlq.Tests.Unit.Instrumentation;

namespace Kafka.Dlq.Tests.Unit.Dlq.Strategy;

public sealed class RecoveryRulesTests
{
    private static readonly RecoveryAction Usual = SomeFailure.Of().Usual;

    [Fact]
    public void Where_no_rule_fits_the_queue_decides() =>
        Assert.Equal(Usual, Decide(queue => queue.On<TimeoutException>().Skip(), SomeFailure.Of()));

    [Fact]
    public void First_rule_that_fits_answers() =>
        Assert.Equal(
            new RecoveryAction.DeadLetter("first"),
            Decide(queue => queue.On<ArgumentNullException>().DeadLetter("first").On<ArgumentException>().DeadLetter("second"), SomeFailure.Of(new ArgumentNullException())));

    [Fact]
    public void Descendant_of_a_rules_type_fits() =>
        Assert.IsType<RecoveryAction.Skip>(Decide(queue => queue.On<ArgumentException>().Skip(), SomeFailure.Of(new ArgumentNullException())));

    [Fact]
    public void Cause_fits_as_the_error_itself_does() =>
        Assert.IsType<RecoveryAction.Skip>(Decide(queue => queue.On<FormatException>().Skip(), SomeFailure.Of(new InvalidOperationException("outer", new AggregateException(new TimeoutException(), new FormatException())))));

    [Fact]
    public void Condition_is_asked_of_the_error_that_has_the_type()
    {
        Exception error = new InvalidOperationException("outer", new FormatException("column 3"));

        Assert.IsType<RecoveryAction.Skip>(Decide(queue => queue.On<FormatException>(format => format.Message == "column 3").Skip(), SomeFailure.Of(error)));
        Assert.Equal(Usual, Decide(queue => queue.On<FormatException>(format => format.Message == "outer").Skip(), SomeFailure.Of(error)));
    }

    [Theory]
    [InlineData(ErrorKind.Deserialization, true)]
    [InlineData(ErrorKind.Consume, false)]
    public void Kind_decides(ErrorKind kind, bool fits)
    {
        MessageFailure failure = SomeFailure.Of() with { Kind = kind };

        Assert.Equal(fits, Decide(queue => queue.On(ErrorKind.Deserialization).Skip(), failure) is RecoveryAction.Skip);
        Assert.Equal(fits, Decide(queue => queue.On<Exception>().OfKind(ErrorKind.Deserialization).Skip(), failure) is RecoveryAction.Skip);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public void Attempt_decides(int attempt, bool fits) =>
        Assert.Equal(fits, Decide(queue => queue.On<Exception>().FromAttempt(3).Skip(), SomeFailure.Of(attempt: attempt)) is RecoveryAction.Skip);

    [Theory]
    [InlineData(59.9, false)]
    [InlineData(60, true)]
    public void Time_since_the_first_failure_decides(double elapsed, bool fits) =>
        Assert.Equal(fits, Decide(queue => queue.On<Exception>().FailingFor(TimeSpan.FromMinutes(1)).Skip(), SomeFailure.Of(elapsed: elapsed)) is RecoveryAction.Skip);

    [Fact]
    public void Age_of_the_message_decides()
    {
        // The record says 1970.
        MessageFailure failure = SomeFailure.Of();

        Assert.IsType<RecoveryAction.Skip>(Decide(queue => queue.On<Exception>().OlderThan(failure.Age).Skip(), failure));
        Assert.Equal(Usual, Decide(queue => queue.On<Exception>().OlderThan(failure.Age + TimeSpan.FromTicks(1)).Skip(), failure));
    }

    [Fact]
    public void All_conditions_must_hold()
    {
        static void Rule(DeadLetterQueueBuilder queue) => queue.When(failure => failure.Message.Partition == 3).OfKind(ErrorKind.Consume).FromAttempt(2).Skip();

        Assert.Equal(Usual, Decide(Rule, SomeFailure.Of(attempt: 1)));
        Assert.Equal(Usual, Decide(Rule, SomeFailure.Of(attempt: 2) with { Kind = ErrorKind.Deserialization }));
        Assert.Equal(Usual, Decide(Rule, SomeFailure.Of(attempt: 2) with { Message = new SomeRecord(partition: 4) }));
        Assert.IsType<RecoveryAction.Skip>(Decide(Rule, SomeFailure.Of(attempt: 2)));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void Limited_retries_give_way_to_the_next_rule(int attempt, bool retried)
    {
        RecoveryAction action = Decide(queue => queue.On<Exception>().Retry(times: 5).Otherwise().Stop(), SomeFailure.Of(attempt: attempt));

        Assert.Equal(retried, action is RecoveryAction.Retry);
        Assert.Equal(!retried, action is RecoveryAction.Stop);
    }

    [Theory]
    [InlineData(59.9, true)]
    [InlineData(60, false)]
    public void Retries_for_a_time_give_way_when_it_is_over(double elapsed, bool retried) =>
        Assert.Equal(retried, Decide(queue => queue.On<Exception>().Retry(within: TimeSpan.FromMinutes(1)).Otherwise().Skip(), SomeFailure.Of(elapsed: elapsed)) is RecoveryAction.Retry);

    [Fact]
    public void Retry_waits_as_it_says_or_as_the_topic_does()
    {
        Assert.Equal(new RecoveryAction.Retry(TimeSpan.FromSeconds(7)), Decide(queue => queue.Otherwise().Retry(), SomeFailure.Of()));
        Assert.Equal(new RecoveryAction.Retry(TimeSpan.Zero), Decide(queue => queue.Otherwise().Retry(TimeSpan.Zero), SomeFailure.Of()));
    }

    [Fact]
    public void Each_answer_is_given_as_it_was_said()
    {
        Assert.Equal(new RecoveryAction.DeadLetter(null), Decide(queue => queue.Otherwise().DeadLetter(), SomeFailure.Of()));
        Assert.Equal(new RecoveryAction.Hold(null), Decide(queue => queue.Otherwise().Hold(), SomeFailure.Of()));
        Assert.Equal(new RecoveryAction.Hold(TimeSpan.FromSeconds(2)), Decide(queue => queue.Otherwise().Hold(TimeSpan.FromSeconds(2)), SomeFailure.Of()));
        Assert.Equal(new RecoveryAction.Stop(), Decide(queue => queue.Otherwise().Stop(), SomeFailure.Of()));
    }

    private static RecoveryAction Decide(Action<DeadLetterQueueBuilder> say, MessageFailure failure)
    {
        DeadLetterQueueBuilder queue = new();
        say(queue.Topic("orders.dlq"));
        return queue.Build().Strategy!.Decide(failure);
    }
}
