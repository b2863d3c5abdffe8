using Kafka.Dlq.LetterTopics;
using Kafka.Dlq.Provisioning;
using Kafka.Dlq.Routing;

namespace Kafka.Dlq.Tests.Unit.Framework.LetterTopics;

public sealed class LetterWayChecksTests
{
    private static readonly LetterWay Way = new(new TopicPlace(null, "orders"), new TopicPlace(null, "orders.dlq"));

    [Theory]
    [InlineData("1000", "1000", false)]
    [InlineData("1000", "1001", false)]
    [InlineData("1000", "999", true)]
    [InlineData("1000", "-1", false)]
    [InlineData("-1", "-1", false)]
    [InlineData("-1", "9223372036854775807", true)]
    [InlineData("-1", "1000", true)]
    public void Letters_are_to_be_kept_as_long_as_their_messages(string source, string target, bool isTold)
    {
        foreach (string setting in (string[])["retention.ms", "retention.bytes"])
        {
            IReadOnlyList<DeadLetterTopicUnfit> told = Told(Topic(1, (setting, source)), Topic(1, (setting, target)));

            Assert.Equal(isTold ? [setting] : [], told.Select(unfit => unfit.Setting));
        }
    }

    [Fact]
    public void What_is_told_says_what_was_found_and_what_to_do()
    {
        DeadLetterTopicUnfit unfit = Assert.Single(Told(Topic(1, ("retention.ms", "604800000")), Topic(1, ("retention.ms", "3600000"))));

        Assert.Equal(("orders.dlq", "orders"), (unfit.Topic, unfit.Source));
        Assert.Equal("3,600,000 (01:00:00)", unfit.Found);
        Assert.Equal("604,800,000 (7.00:00:00) or more, as 'orders' keeps its records", unfit.Wanted);
        Assert.Contains("[\"retention.ms\"] = \"604800000\"", unfit.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_do_not_count_where_nothing_is_deleted()
    {
        Assert.Equal(["retention.ms"], Told(Topic(1, ("cleanup.policy", "compact"), ("retention.ms", "1000")), Topic(1, ("retention.ms", "1000"))).Select(unfit => unfit.Setting));
        Assert.DoesNotContain(Told(Topic(1, ("retention.ms", "1000")), Topic(1, ("cleanup.policy", "compact"), ("retention.ms", "10"))), unfit => unfit.Setting == "retention.ms");
        Assert.Contains(Told(Topic(1, ("retention.ms", "1000")), Topic(1, ("cleanup.policy", "compact, delete"), ("retention.ms", "10"))), unfit => unfit.Setting == "retention.ms");
    }

    [Theory]
    [InlineData("delete", "compact", true)]
    [InlineData("delete", "delete,compact", true)]
    [InlineData("delete", "delete", false)]
    [InlineData("compact", "compact", false)]
    public void Compacted_topic_is_told_where_the_source_is_not(string source, string target, bool isTold) =>
        Assert.Equal(isTold ? ["cleanup.policy"] : [], Told(Topic(1, ("cleanup.policy", source)), Topic(1, ("cleanup.policy", target))).Select(unfit => unfit.Setting));

    [Theory]
    [InlineData(6, 5, true)]
    [InlineData(6, 6, false)]
    [InlineData(6, 7, false)]
    [InlineData(6, 0, false)]
    public void Topic_is_to_have_as_many_partitions_as_its_source(int source, int target, bool isTold) =>
        Assert.Equal(isTold ? ["partitions"] : [], Told(Topic(source), Topic(target)).Select(unfit => unfit.Setting));

    [Fact]
    public void What_nobody_tells_of_is_not_judged()
    {
        Assert.Empty(Told(new TopicFacts(null, null), Topic(1, ("retention.ms", "1"))));
        Assert.Empty(Told(Topic(9, ("retention.ms", "1000")), new TopicFacts(null, null)));
        Assert.Empty(Told(Topic(1, ("retention.ms", "many")), Topic(1, ("retention.ms", "few"))));
    }

    [Fact]
    public void Of_a_pattern_only_the_target_is_judged() =>
        Assert.Equal(["cleanup.policy"], LetterWayChecks.Of(Way with { Source = new TopicPlace(null, "^orders") }, new TopicFacts(null, null), Topic(1, ("cleanup.policy", "compact"), ("retention.ms", "1"))).Select(unfit => unfit.Setting));

    [Fact]
    public void Declaration_stands_in_where_the_cluster_does_not_tell()
    {
        TopicFacts declared = new(null, Declaration(2, ("retention.ms", "10")));
        TopicFacts refused = new(new TopicState(3, 1, new Dictionary<string, string>(), "not authorized"), Declaration(2, ("retention.ms", "10")));

        Assert.Equal(["retention.ms", "partitions"], Told(Topic(3, ("retention.ms", "11")), declared).Select(unfit => unfit.Setting));
        Assert.Equal(["retention.ms"], Told(Topic(3, ("retention.ms", "11")), refused).Select(unfit => unfit.Setting));
        Assert.Empty(Told(Topic(3, ("retention.ms", "11")), new TopicFacts(new TopicState(3, 1, new Dictionary<string, string> { ["retention.ms"] = "11" }), Declaration(2, ("retention.ms", "10")))));
    }

    private static IReadOnlyList<DeadLetterTopicUnfit> Told(TopicFacts source, TopicFacts target) => [.. LetterWayChecks.Of(Way, source, target)];

    private static TopicFacts Topic(int partitions, params (string Name, string Value)[] settings) =>
        new(new TopicState(partitions, 1, settings.ToDictionary(setting => setting.Name, setting => setting.Value)), null);

    private static TopicDeclaration Declaration(int partitions, params (string Name, string Value)[] settings) =>
        new("orders.dlq", partitions, null, settings.ToDictionary(setting => setting.Name, setting => setting.Value));
}
