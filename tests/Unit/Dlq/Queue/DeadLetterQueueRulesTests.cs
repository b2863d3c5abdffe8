using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Routing;

namespace Kafka.Dlq.Tests.Unit.Dlq.Queue;

public sealed class DeadLetterQueueRulesTests
{
    [Fact]
    public void Defaults_have_no_fault() => Assert.Empty(Check(new DeadLetterQueueSettings("orders.dlq")));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("orders dlq")]
    [InlineData("orders/dlq")]
    [InlineData("orders.dlq\n")]
    [InlineData("bestellungen-ü")]
    public void A_target_that_is_no_legal_topic_name_is_a_fault(string? name)
    {
        DeadLetterQueueFault fault = Assert.Single(Check(new DeadLetterQueueSettings(name!)));

        Assert.Equal("topic", fault.Parameter);
        Assert.Equal(name, fault.Found);
        Assert.Equal(TopicNames.Rule, fault.Allowed);
    }

    [Theory]
    [InlineData(249, true)]
    [InlineData(250, false)]
    public void A_target_has_at_most_249_characters(int length, bool legal) =>
        Assert.Equal(legal, !Check(new DeadLetterQueueSettings(new string('a', length))).Any());

    [Fact]
    public void Limits_of_a_breaker_that_cannot_hold_are_faults_each()
    {
        BreakerOptions wrong = new() { LettersPerMinute = 0, DistinctKeys = 1, FailureShare = 1.5, MinimumRuns = 0, Window = TimeSpan.Zero, ProbeInterval = TimeSpan.Zero, ProbesPerMessage = 0 };

        IEnumerable<DeadLetterQueueFault> faults = Check(new DeadLetterQueueSettings("orders.dlq") { Breaker = wrong });

        Assert.Equal(
            ["Breaker.LettersPerMinute", "Breaker.DistinctKeys", "Breaker.FailureShare", "Breaker.MinimumRuns", "Breaker.Window", "Breaker.ProbeInterval", "Breaker.ProbesPerMessage"],
            faults.Select(fault => fault.Parameter));
        Assert.Empty(Check(new DeadLetterQueueSettings("orders.dlq") { Breaker = new BreakerOptions() }));
    }

    [Fact]
    public void Breaker_does_not_go_with_batches_that_are_given_up_as_a_whole()
    {
        DeadLetterQueueSettings queue = new("orders.dlq") { Breaker = new BreakerOptions(), Isolation = Isolation.WholeBatch };

        Assert.Equal("Isolate", Assert.Single(Check(queue)).Parameter);
        Assert.Empty(Check(queue with { Isolation = Isolation.Bisect }));
    }

    [Fact]
    public void The_source_topic_itself_is_no_target()
    {
        DeadLetterQueueFault fault = Assert.Single(Check(new DeadLetterQueueSettings("orders")));

        Assert.Equal("orders", fault.Found);
        Assert.Contains("other than the source", fault.Allowed, StringComparison.Ordinal);
    }

    [Fact]
    public void The_source_topic_of_another_cluster_is_a_target() => Assert.Empty(Check(new DeadLetterQueueSettings("orders", Cluster: "spare")));

    [Fact]
    public void A_pattern_that_matches_its_own_target_is_a_fault()
    {
        DeadLetterQueueFault fault = Assert.Single(Check(new DeadLetterQueueSettings("orders.dlq"), "^orders.*", isPattern: true));

        Assert.Contains("^orders.*", fault.Allowed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("^orders-[0-9]+$")]
    [InlineData("^([")]
    public void A_pattern_that_does_not_match_its_target_or_cannot_be_read_has_no_fault(string pattern) =>
        Assert.Empty(Check(new DeadLetterQueueSettings("orders.dlq"), pattern, isPattern: true));

    [Theory]
    [InlineData(-1, true)]
    [InlineData(int.MinValue, true)]
    [InlineData(0, false)]
    public void Retries_are_zero_or_more(int maxRetries, bool fault) =>
        Assert.Equal(fault, Check(new DeadLetterQueueSettings("orders.dlq", maxRetries)).Any(found => found.Parameter == "maxRetries" && found.Found is int value && value == maxRetries));

    [Fact]
    public void All_faults_of_a_queue_are_told_together() =>
        Assert.Equal(
            ["topic", "maxRetries", "dispatchMethod", "markingMethod", "cluster"],
            Check(new DeadLetterQueueSettings("", -1, false, (DispatchMethod)7, (MarkingMethod)7, null, " ")).Select(fault => fault.Parameter));

    [Theory]
    [InlineData(null, false, true)]
    [InlineData(null, true, false)]
    [InlineData(true, true, true)]
    [InlineData(false, false, false)]
    public void Marking_after_dispatch_follows_offset_management_unless_set(bool? set, bool manual, bool marks) =>
        Assert.Equal(marks, new DeadLetterQueueSettings("orders.dlq", MarkAfterDispatch: set).MarksAfterDispatch(manual));

    private static IEnumerable<DeadLetterQueueFault> Check(DeadLetterQueueSettings queue, string source = "orders", bool isPattern = false) =>
        DeadLetterQueueRules.Check(queue, source, isPattern, [], -1);
}
