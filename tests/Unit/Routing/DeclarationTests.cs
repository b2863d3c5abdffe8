using Kafka.Dlq.Routing;
using Kafka.Dlq.Tests.Unit.Routing.Support;

namespace Kafka.Dlq.Tests.Unit.Routing;

public sealed class DeclarationTests
{
    [Fact]
    public void Routes_of_one_topic_may_each_say_a_part_and_all_of_them_carry_the_whole()
    {
        RouteTable table = Drawn.Table(draw => draw
            .ConsumerGroup("a", group => group.Topic("orders", topic => topic.Handled().Config(partitions: 6)))
            .ConsumerGroup("b", group => group.Topic("orders", topic => topic.Handled().Config(replicationFactor: 3)))
            .ConsumerGroup("c", group => group.Topic("orders", topic => topic.Handled())));

        TopicDeclaration declared = Assert.Single(table.Declarations);
        Assert.Equal((6, (short?)3), (declared.Partitions!.Value, declared.ReplicationFactor));
        Assert.All(table.Topics, route => Assert.Same(declared, route.Declaration));
    }

    [Fact]
    public void Two_values_for_the_same_thing_are_a_fault_that_names_both_groups()
    {
        IReadOnlyList<RouteFault> faults = Drawn.Faults(draw => draw
            .ConsumerGroup("a", group => group.Topic("orders", topic => topic.Active(false).Config(partitions: 6, settings: new() { ["retention.ms"] = "1" })))
            .ConsumerGroup("b", group => group.Topic("orders", topic => topic.Active(false).Config(partitions: 3, settings: new() { ["retention.ms"] = "2" }))));

        Assert.Equal(["Config partitions", "Config settings 'retention.ms'"], faults.Select(fault => fault.Option));
        Assert.Equal("6 in group 'a', 3 in group 'b'", faults[0].Found);
        Assert.All(faults, fault => Assert.Equal("orders", fault.Topic));
    }

    [Fact]
    public void What_a_topic_says_in_one_group_goes_before_the_defaults_it_meets_in_another()
    {
        RouteTable table = Drawn.Table(draw => draw
            .Defaults(topic => topic.Config(partitions: 12))
            .ConsumerGroup("a", group => group.Topic("orders", topic => topic.Handled()))
            .ConsumerGroup("b", group => group.Topic("orders", topic => topic.Handled().Config(partitions: 6))));

        Assert.Equal(6, Assert.Single(table.Declarations).Partitions);
    }

    [Fact]
    public void Config_without_values_declares_a_topic_with_those_of_the_broker()
    {
        TopicDeclaration declared = Assert.Single(Drawn.Table(draw => draw.Topic("orders", topic => topic.Active(false).Config())).Declarations);

        Assert.Null(declared.Partitions);
        Assert.Null(declared.ReplicationFactor);
        Assert.Empty(declared.Settings);
    }

    [Fact]
    public void Topic_setting_may_have_the_name_of_a_parameter()
    {
        TopicDeclaration declared = Drawn.Orders(topic => topic.Config(partitions: 1, settings: new() { ["partitions"] = "x" })).Declaration!;

        Assert.Equal((1, "x"), (declared.Partitions, declared.Settings["partitions"]));
    }
}
