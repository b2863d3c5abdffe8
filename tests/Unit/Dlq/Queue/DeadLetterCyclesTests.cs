using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq.Tests.Unit.Dlq.Queue;

public sealed class DeadLetterCyclesTests
{
    [Fact]
    public void A_chain_has_no_cycle() => Assert.Empty(Told(("a", "b"), ("b", "c"), ("c", "d")));

    [Fact]
    public void Two_topics_that_share_a_target_have_no_cycle() => Assert.Empty(Told(("a", "dead"), ("b", "dead"), ("dead", "deader")));

    [Fact]
    public void A_way_back_is_told_once_from_its_first_route() =>
        Assert.Equal(["orders -> orders.dlq -> orders"], Told(("orders", "orders.dlq"), ("orders.dlq", "orders")));

    [Fact]
    public void A_longer_way_back_is_told_once_whatever_the_order_of_routes() =>
        Assert.Equal(["c -> a -> b -> c"], Told(("c", "a"), ("a", "b"), ("x", "a"), ("b", "c")));

    [Fact]
    public void Two_cycles_are_both_told() =>
        Assert.Equal(["a -> b -> a", "c -> d -> c"], Told(("a", "b"), ("b", "a"), ("c", "d"), ("d", "c")));

    [Fact]
    public void A_topic_read_by_two_groups_is_in_one_cycle_only_once() =>
        Assert.Equal(["a -> b -> a"], Told(("a", "b"), ("a", "b"), ("b", "a"), ("b", "a")));

    [Fact]
    public void Cycles_that_share_a_topic_are_both_told() =>
        Assert.Equal(["a -> b -> a", "a -> c -> a"], Told(("a", "b"), ("a", "c"), ("b", "a"), ("c", "a")));

    [Fact]
    public void A_route_that_leads_into_a_cycle_does_not_tell_it_again() =>
        Assert.Equal(["a -> b -> a"], Told(("x", "a"), ("a", "b"), ("b", "a")));

    [Fact]
    public void A_topic_that_is_its_own_target_is_no_cycle_of_others() => Assert.Empty(Told(("a", "a"), ("b", "a")));

    [Fact]
    public void A_pattern_reads_what_it_matches() =>
        Assert.Equal(["^orders.* -> dead -> orders.again (matched by ^orders.*)"], Told(("^orders.*", "dead"), ("dead", "orders.again")));

    private static List<string> Told(params (string Source, string Target)[] routes)
    {
        List<DeadLetterPath> paths = [.. routes.Select(route => new DeadLetterPath(route.Source, route.Source.StartsWith('^'), route.Target))];
        return [.. paths.Select((_, index) => DeadLetterCycles.ToReportFor(index, paths)).OfType<string>()];
    }
}
