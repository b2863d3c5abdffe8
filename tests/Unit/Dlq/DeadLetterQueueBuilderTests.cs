using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Routing;

namespace Kafka.Dlq.Tests.Unit.Dlq;

public sealed class DeadLetterQueueBuilderTests
{
    [Fact]
    public void Long_form_without_more_is_the_short_form()
    {
        DeadLetterQueueSettings settings = Build(queue => queue.Topic("orders.dlq"));

        Assert.Equal(new DeadLetterQueueSettings("orders.dlq"), settings with { FurtherTargets = Same.FurtherTargets, Said = Same.Said });
        Assert.False(settings.HasStrategy);
    }

    [Fact]
    public void Each_verb_sets_its_value()
    {
        DeadLetterQueueSettings settings = Build(queue => queue
            .Topic("orders.dlq").MaxRetries(7).Independent().DispatchMethod(DispatchMethod.ProduceSync).MarkingMethod(MarkingMethod.MarkAsConsumedAndCommit).MarkAfterDispatch(false).Cluster("mars"));

        Assert.Equal(
            new DeadLetterQueueSettings("orders.dlq", 7, true, DispatchMethod.ProduceSync, MarkingMethod.MarkAsConsumedAndCommit, false, "mars"),
            settings with { FurtherTargets = Same.FurtherTargets, Said = Same.Said });
    }

    [Fact]
    public void Time_budget_takes_the_place_of_the_number_of_retries_unless_both_are_said()
    {
        TimeSpan budget = TimeSpan.FromMinutes(10);

        Assert.Equal((budget, int.MaxValue), Limits(Build(queue => queue.Topic("a").RetryFor(budget))));
        Assert.Equal((budget, 5), Limits(Build(queue => queue.Topic("a").RetryFor(budget).MaxRetries(5))));
        Assert.Equal(((TimeSpan?)null, 3), Limits(Build(queue => queue.Topic("a"))));
    }

    [Fact]
    public void What_a_declared_queue_says_holds_until_it_is_said_anew()
    {
        DeadLetterQueue<int> declared = new("letters", queue => queue.MaxRetries(5).RetryFor(TimeSpan.FromMinutes(1)).On<FormatException>().DeadLetter("malformed").OmitHeaders("dlq.host"));

        DeadLetterQueueSettings same = More(declared, queue => queue.Independent());
        DeadLetterQueueSettings other = More(declared, queue => queue.RetryFor(TimeSpan.FromHours(1)).Strategy(failure => failure.Usual));

        Assert.Equal((TimeSpan.FromMinutes(1), 5, true), (same.RetryFor!.Value, same.MaxRetries, same.Independent));
        Assert.Equal(["letters", "malformed"], same.Topics);
        Assert.Same(declared.Settings.Strategy, same.Strategy);
        Assert.Same(declared.Settings.Letter, same.Letter);
        Assert.Equal((TimeSpan.FromHours(1), int.MaxValue), (other.RetryFor!.Value, other.MaxRetries));
        Assert.NotSame(declared.Settings.Strategy, other.Strategy);
        Assert.Empty(same.Said.Concat(other.Said));
    }

    [Fact]
    public void Faults_of_a_declared_queue_are_told_where_it_is_attached() =>
        Assert.Equal(["MaxRetries"], More(new DeadLetterQueue<int>("letters", queue => queue.MaxRetries(1).MaxRetries(2)), queue => queue.Independent()).Said.Select(fault => fault.Parameter));

    [Fact]
    public void All_topics_that_letters_may_go_to_are_known() =>
        Assert.Equal(
            ["orders.dlq", "orders.malformed", "orders.spare"],
            Build(queue => queue.Topic("orders.dlq").Targets("orders.spare", "orders.dlq").On<FormatException>().DeadLetter("orders.malformed").Otherwise().DeadLetter()).Topics);

    [Fact]
    public void None_has_no_topic()
    {
        DeadLetterQueueSettings settings = Build(queue => queue.None().MaxRetries(1));

        Assert.True(settings.IsNone);
        Assert.Empty(settings.Topics);
        Assert.Empty(Faults(queue => queue.None()));
    }

    [Fact]
    public void Topic_or_none_is_needed_and_not_both()
    {
        Assert.Equal(["topic"], Faults(queue => queue.MaxRetries(1)));
        Assert.Equal(["None"], Faults(queue => queue.None().Topic("orders.dlq")));
    }

    [Fact]
    public void Verb_said_twice_is_a_fault() => Assert.Equal(["MaxRetries"], Faults(queue => queue.Topic("orders.dlq").MaxRetries(1).MaxRetries(1)));

    [Fact]
    public void Strategy_and_rules_exclude_each_other() =>
        Assert.Equal(["Strategy"], Faults(queue => queue.Topic("orders.dlq").Strategy(failure => failure.Usual).On<FormatException>().Skip()));

    [Fact]
    public void Two_strategies_exclude_each_other() =>
        Assert.Equal(["Strategy"], Faults(queue => queue.Topic("orders.dlq").Strategy(failure => failure.Usual).Strategy<AlwaysSkips>()));

    [Fact]
    public void Limit_that_is_never_asked_for_is_a_fault()
    {
        Assert.Equal(["MaxRetries"], Faults(queue => queue.Topic("orders.dlq").MaxRetries(3).Otherwise().Skip()));
        Assert.Equal(["RetryFor"], Faults(queue => queue.Topic("orders.dlq").RetryFor(TimeSpan.FromSeconds(1)).Otherwise().DeadLetter()));
        Assert.Empty(Faults(queue => queue.Topic("orders.dlq").MaxRetries(3).Otherwise().Retry(times: 2)));
        Assert.Empty(Faults(queue => queue.Topic("orders.dlq").MaxRetries(3).On<FormatException>().Skip()));
    }

    [Fact]
    public void Budget_must_be_more_than_zero() => Assert.Equal(["RetryFor"], Faults(queue => queue.Topic("orders.dlq").RetryFor(TimeSpan.Zero)));

    [Fact]
    public void Abstract_strategy_is_a_fault_and_an_interface_may_be_in_the_container()
    {
        Assert.Equal(["Strategy"], Faults(queue => queue.Topic("orders.dlq").Strategy<Unfinished>()));
        Assert.Empty(Faults(queue => queue.Topic("orders.dlq").Strategy<IRecoveryStrategy>()));
    }

    [Fact]
    public void Topics_of_rules_and_strategies_are_checked_like_the_queues_own()
    {
        Assert.Equal(["On<FormatException>().DeadLetter(\"no/name\")"], Faults(queue => queue.Topic("orders.dlq").On<FormatException>().DeadLetter("no/name")));
        Assert.Equal(["Targets"], Faults(queue => queue.Topic("orders.dlq").Targets("orders")));
    }

    [Fact]
    public void Way_back_by_a_rules_topic_is_a_cycle()
    {
        RouteFault fault = Assert.Single(Assert.Throws<InvalidRoutesException>(() => Table(draw => draw
            .Topic("orders", topic => topic.ConsumerType(typeof(string)).DeadLetterQueue(queue => queue.Topic("orders.dlq").On<FormatException>().DeadLetter("orders.malformed")))
            .Topic("orders.malformed", topic => topic.ConsumerType(typeof(string)).DeadLetterQueue("orders")))).Faults);

        Assert.Equal("DeadLetterQueue(On<FormatException>().DeadLetter(\"orders.malformed\"))", fault.Option);
        Assert.Contains("orders -> orders.malformed -> orders", fault.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Second_queue_in_another_form_is_a_fault() =>
        Assert.Equal("2 calls", Assert.Single(Assert.Throws<InvalidRoutesException>(() => Table(draw => draw
            .Topic("orders", topic => topic.ConsumerType(typeof(string)).DeadLetterQueue("orders.dlq").DeadLetterQueue(queue => queue.None())))).Faults).Found);

    [Fact]
    public void Crashes_are_looked_at_only_where_it_was_said()
    {
        Assert.Null(Build(queue => queue.Topic("orders.dlq")).MaxCrashes);
        Assert.Equal(3, Build(queue => queue.Topic("orders.dlq").CrashGuard()).MaxCrashes);
    }

    [Theory]
    [InlineData(int.MinValue, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void One_crash_is_not_enough_to_give_a_message_up(int maxCrashes, bool isFault) =>
        Assert.Equal(isFault ? ["CrashGuard"] : [], Faults(queue => queue.None().CrashGuard(maxCrashes)));

    [Fact]
    public void Rule_for_crashes_is_never_asked() => Assert.Equal(["On(Crash).Skip()"], Faults(queue => queue.Topic("orders.dlq").CrashGuard().On(ErrorKind.Crash).Skip()));

    private static DeadLetterQueueSettings Same { get; } = new("same");

    private static (TimeSpan? Budget, int Retries) Limits(DeadLetterQueueSettings settings) => (settings.RetryFor, settings.MaxRetries);

    private static RouteTable Table(Action<DrawBuilder> draw) => new RoutesBuilder().Draw(draw).Build(new RouteDefaults { GroupId = "shop" });

    private static DeadLetterQueueSettings Build(Action<DeadLetterQueueBuilder> say)
    {
        DeadLetterQueueBuilder queue = new();
        say(queue);
        return queue.Build();
    }

    private static DeadLetterQueueSettings More(DeadLetterTopic declared, Action<DeadLetterQueueBuilder> say)
    {
        DeadLetterQueueBuilder queue = new(declared.Settings);
        say(queue);
        return queue.Build();
    }

    private static IEnumerable<string> Faults(Action<DeadLetterQueueBuilder> say) =>
        DeadLetterQueueRules.Check(Build(say), "orders", isPattern: false, [], -1).Select(fault => fault.Parameter);

    internal abstract class Unfinished : IRecoveryStrategy
    {
        public abstract RecoveryAction Decide(MessageFailure failure);
    }

    internal sealed class AlwaysSkips : IRecoveryStrategy
    {
        public RecoveryAction Decide(MessageFailure failure) => new RecoveryAction.Skip();
    }
}
