using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Routes;

/// <summary>A dead letter topic that would lose letters, refuse them or lay them in unexpected places is told at the start, with what was found and what to do, and the host starts all the same.</summary>
public sealed class When_a_dead_letter_topic_does_not_fit(KafkaBroker broker)
{
    [Theory]
    [InlineData("retention.ms", "3600000", "3,600,000 (01:00:00)")]
    [InlineData("retention.bytes", "2000000", "2,000,000")]
    [InlineData("cleanup.policy", "compact", "compact")]
    public async Task Should_tell_a_setting_that_does_not_fit(string setting, string value, string found)
    {
        string topic = await broker.CreateTopicAsync(settings: new Dictionary<string, string> { ["retention.ms"] = "86400000" });
        string letters = await broker.CreateTopicAsync(settings: new Dictionary<string, string> { [setting] = value }, role: "dlq");
        await using Scenario scenario = new(broker);

        await scenario.StartAsync(draw => Draw(draw, topic, letters), options => options.Topics = TopicProvisioning.Verify);

        DeadLetterTopicUnfit unfit = await ToldAsync(scenario);
        Assert.Equal((letters, topic, setting, found), (unfit.Topic, unfit.Source, unfit.Setting, unfit.Found));
        await scenario.StopAsync();
    }

    [Fact]
    public async Task Should_tell_a_topic_with_fewer_partitions_and_consume_all_the_same()
    {
        string topic = await broker.CreateTopicAsync(partitions: 3);
        string letters = await broker.CreateTopicAsync(partitions: 2, role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 3, partitions: 3);
        await using Scenario scenario = new(broker);

        await scenario.StartAsync(draw => Draw(draw, topic, letters), options => options.Topics = TopicProvisioning.Verify);
        await scenario.HandlesAsync(3);
        DeadLetterTopicUnfit unfit = await ToldAsync(scenario);
        await scenario.StopAsync();

        Assert.Equal(("partitions", "2"), (unfit.Setting, unfit.Found));
        Assert.StartsWith("3 or more", unfit.Wanted, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_look_at_topics_that_it_has_just_created_as_declared()
    {
        broker.RequireRealBroker("creates no topics for an admin client");
        string topic = await broker.CreateTopicAsync(partitions: 2, settings: new Dictionary<string, string> { ["retention.ms"] = "86400000" });
        string letters = KafkaBroker.NewName("dlq");
        await using Scenario scenario = new(broker);

        await scenario.StartAsync(
            draw => Draw(draw, topic, letters).Topic(letters, route => route.Active(false).Config(partitions: 2, replicationFactor: 1, settings: new() { ["retention.ms"] = "3600000" })),
            options => options.Topics = TopicProvisioning.CreateMissing);

        Assert.Equal("retention.ms", (await ToldAsync(scenario)).Setting);
        await scenario.StopAsync();
        await Support.Topics.DeleteAsync(broker.BootstrapServers, [letters]);
    }

    [Fact]
    public async Task Should_say_nothing_of_one_that_fits()
    {
        string topic = await broker.CreateTopicAsync(partitions: 2);
        string fits = await broker.CreateTopicAsync(partitions: 2, role: "dlq");
        string small = await broker.CreateTopicAsync(partitions: 1, role: "small");
        await using Scenario scenario = new(broker);

        // The one that does not fit is looked at last: once it is told, the other was looked at.
        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<All>().DeadLetterQueue(queue => queue.Topic(fits).Targets(small).Strategy(failure => failure.Usual))),
            options => options.Topics = TopicProvisioning.Verify);

        Assert.Equal(small, (await ToldAsync(scenario)).Topic);
        await scenario.StopAsync();
    }

    [Fact]
    public async Task Should_start_although_settings_may_not_be_read()
    {
        await using OwnCluster cluster = OwnCluster.PrepareGuarded();
        await cluster.StartAsync();
        string topic = await cluster.CreateTopicAsync(partitions: 2);
        string letters = await cluster.CreateTopicAsync(partitions: 1, role: "dlq");
        await cluster.ForbidSettingsAsync(letters);
        await using Scenario scenario = new(broker);

        await scenario.StartAsync(draw => Draw(draw, topic, letters), options =>
        {
            cluster.UseAsGuest(options);
            options.Topics = TopicProvisioning.Verify;
        });

        // What may be seen is looked at: not the retention, but the partitions.
        Assert.Equal("partitions", (await ToldAsync(scenario)).Setting);
        await scenario.StopAsync();
    }

    private static async Task<DeadLetterTopicUnfit> ToldAsync(Scenario scenario)
    {
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<DeadLetterTopicUnfit>().Count > 0, () => "nothing is told of the dead letter topic");
        return Assert.Single(scenario.EventsOf<DeadLetterTopicUnfit>());
    }

    private static DrawBuilder Draw(DrawBuilder draw, string topic, string letters) => draw.Topic(topic, route => route.Consumer<All>().DeadLetterQueue(letters));

    private sealed class All(Handled handled) : MarksEach(handled, _ => false);
}
