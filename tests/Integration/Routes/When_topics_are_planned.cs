using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Kafka.Dlq.Provisioning;
using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kafka.Dlq.Tests.Integration.Routes;

/// <summary>A plan says what would be done about the topics and does nothing. Carried out, it leaves nothing to do.</summary>
public sealed class When_topics_are_planned(KafkaBroker broker)
{
    private const string Retention = "604800000";

    [Fact]
    public async Task Should_show_the_plan_first_and_have_nothing_left_after_it_was_carried_out()
    {
        string topic = await broker.CreateTopicAsync(partitions: 1, settings: new Dictionary<string, string> { ["retention.ms"] = "1000000" });
        string letters = KafkaBroker.NewName("dlq");
        using IHost host = HostOf(draw => draw.Topic(topic, route => route
            .Consumer<Idle>().Config(partitions: 3, settings: new() { ["retention.ms"] = Retention }).DeadLetterQueue(letters)));
        TopicPlanner planner = host.Services.GetRequiredService<TopicPlanner>();

        TopicPlan plan = await planner.PlanAsync(TopicProvisioning.Align, TestContext.Current.CancellationToken);
        Assert.Equal(
            string.Join(
                Environment.NewLine,
                $"Topics at {broker.BootstrapServers}, Align: to do",
                $"- create topic '{letters}' with 3 partitions, the broker's replication factor",
                $"- raise the partitions of topic '{topic}' from 1 to 3",
                $"- alter settings of topic '{topic}': retention.ms from 1000000 to {Retention}"),
            plan.ToString());
        Assert.Equal((1, "1000000"), await StateAsync(topic));
        Assert.Null(await StateAsync(letters));

        TopicPlan done = await planner.CarryOutAsync(TopicProvisioning.Align, TestContext.Current.CancellationToken);
        Assert.Equal(plan.ToString(), done.ToString());
        await Eventually.BecomesTrueAsync(
            async () => (plan = await planner.PlanAsync(TopicProvisioning.Align, TestContext.Current.CancellationToken)).IsEmpty, TimeSpan.FromSeconds(30), () => $"there is still to do:\n{plan}");
        Assert.Equal((3, Retention), await StateAsync(topic));
        Assert.Equal(3, (await StateAsync(letters))!.Value.Partitions);
        Assert.Empty((await planner.PlanAsync(TopicProvisioning.Verify, TestContext.Current.CancellationToken)).Faults);
        await Support.Topics.DeleteAsync(broker.BootstrapServers, [letters]);
    }

    [Fact]
    public async Task Should_refuse_to_take_partitions_away_and_then_change_nothing_at_all()
    {
        string topic = await broker.CreateTopicAsync(partitions: 4);
        string missing = KafkaBroker.NewName("missing");
        using IHost host = HostOf(draw =>
        {
            draw.Topic(topic, route => route.Consumer<Idle>().Config(partitions: 2));
            draw.Topic(missing, route => route.Consumer<Idle>());
        });
        TopicPlanner planner = host.Services.GetRequiredService<TopicPlanner>();

        TopicPlan plan = await planner.PlanAsync(TopicProvisioning.Align, TestContext.Current.CancellationToken);
        Assert.Equal((topic, "partitions", "4", "2"), Assert.Single(plan.Faults) is var fault ? (fault.Topic, fault.Option, fault.Found, fault.Wanted) : default);
        await Assert.ThrowsAsync<TopicProvisioningException>(() => planner.CarryOutAsync(TopicProvisioning.Align, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<TopicProvisioningException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal(4, (await StateAsync(topic))!.Value.Partitions);
        Assert.Null(await StateAsync(missing));
    }

    private IHost HostOf(Action<DrawBuilder> draw)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddKafkaDlq(kafka => kafka
            .Configure(options =>
            {
                options.GroupId = KafkaBroker.NewName("group");
                options.Kafka["bootstrap.servers"] = broker.BootstrapServers;
                options.Topics = TopicProvisioning.Align;
            })
            .Routes(routes => routes.Draw(draw)));
        return builder.Build();
    }

    private async Task<(int Partitions, string Retention)?> StateAsync(string topic)
    {
        using IAdminClient admin = PlainClients.Admin(broker.BootstrapServers);
        TopicMetadata? metadata = admin.GetMetadata(TimeSpan.FromSeconds(10)).Topics.Find(found => found.Topic == topic);
        if (metadata is null || broker.Kind == BrokerKind.Embedded)
        {
            return metadata is null ? null : (metadata.Partitions.Count, "");
        }

        DescribeConfigsResult settings = (await admin.DescribeConfigsAsync([new() { Type = ResourceType.Topic, Name = topic }])).Single();
        return (metadata.Partitions.Count, settings.Entries["retention.ms"].Value);
    }

    private sealed class Idle : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
