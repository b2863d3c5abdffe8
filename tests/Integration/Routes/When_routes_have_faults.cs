using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Routes;

/// <summary>Routes and options that cannot work stop the start before anything is read, with every fault listed in one exception.</summary>
public sealed class When_routes_have_faults(KafkaBroker broker)
{
    [Fact]
    public async Task Should_list_all_faults_of_routes_and_options_at_once()
    {
        IReadOnlyList<RouteFault> faults = await FaultsAsync(
            draw => draw
                .Topic("orders", route => route.Consumer<Idle>().MaxMessages(1).MaxMessages(2))
                .Topic("in voices", route => route.Consumer<Idle>())
                .Topic("payments", route => route.Consumer<Idle>().DeadLetterQueue("payments.dlq", maxRetries: -1)),
            options =>
            {
                options.Concurrency = 0;
                options.Kafka["enable.auto.commit"] = "true";
            });

        Assert.Equal(5, faults.Count);
        Assert.Single(faults, fault => fault.Topic == "orders");
        Assert.Single(faults, fault => fault.Topic == "in voices");
        Assert.Single(faults, fault => fault.Topic == "payments");
        Assert.Single(faults, fault => fault.Option == "Concurrency");
        Assert.Single(faults, fault => fault.Option == "Kafka[\"enable.auto.commit\"]");
    }

    [Fact]
    public async Task Should_refuse_a_dead_letter_topic_that_is_the_source() =>
        Assert.Single(await FaultsAsync(draw => draw.Topic("orders", route => route.Consumer<Idle>().DeadLetterQueue("orders"))));

    [Fact]
    public async Task Should_refuse_dead_letter_topics_that_lead_back()
    {
        RouteFault fault = Assert.Single(await FaultsAsync(draw => draw
            .Topic("orders", route => route.Consumer<Idle>().DeadLetterQueue("orders.dlq"))
            .Topic("orders.dlq", route => route.Consumer<Idle>().DeadLetterQueue("orders"))));

        Assert.Contains("orders -> orders.dlq -> orders", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_refuse_a_pattern_that_matches_its_own_dead_letter_topic()
    {
        RouteFault fault = Assert.Single(await FaultsAsync(draw => draw.Topic("^orders.*", route => route.Consumer<Idle>().DeadLetterQueue("orders.dlq"))));

        Assert.Contains("^orders.*", fault.ToString(), StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<RouteFault>> FaultsAsync(Action<DrawBuilder> draw, Action<KafkaDlqOptions>? options = null)
    {
        await using Scenario scenario = new(broker);
        InvalidRoutesException refused = await Assert.ThrowsAsync<InvalidRoutesException>(() => scenario.StartAsync(draw, options));
        Assert.Empty(scenario.EventsOf<AppRunning>());
        Assert.All(refused.Faults, fault => Assert.Contains(fault.ToString(), refused.Message, StringComparison.Ordinal));
        return refused.Faults;
    }

    private sealed class Idle : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
