using Kafka.Dlq.Testing;
using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kafka.Dlq.Tests.Integration.Hosts;

/// <summary>A host may be started inside a test or any other program, beside others: nothing is shared but what the program hands to both, and each ends by itself.</summary>
public sealed class When_hosts_live_in_one_process(KafkaBroker broker)
{
    [Fact]
    public async Task Should_run_a_host_on_an_embedded_cluster_inside_a_test()
    {
        using EmbeddedKafka kafka = EmbeddedKafka.Start();
        kafka.CreateTopic("orders");
        Handled handled = new();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddSingleton(handled).AddKafkaDlq(dlq => dlq
            .Configure(options =>
            {
                options.GroupId = "shop";
                options.Kafka["bootstrap.servers"] = kafka.BootstrapServers;
            })
            .Routes(routes => routes.Draw(draw => draw.Topic("orders", topic => topic.Consumer<Counts>()))));

        using (IHost host = builder.Build())
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
            await TopicWriter.WriteAsync(kafka.BootstrapServers, "orders", count: 5, number => new() { Value = [(byte)number] });
            await Eventually.BecomesTrueAsync(() => handled.Count == 5, TimeSpan.FromSeconds(30), () => $"{handled.Count} messages handled, expected 5");
            await host.StopAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal([0, 1, 2, 3, 4], handled.Offsets("orders"));
    }

    [Fact]
    public async Task Should_end_one_host_and_leave_the_other_at_work()
    {
        string topic = await broker.CreateTopicAsync();
        await using Scenario ends = new(broker);
        await using Scenario stays = new(broker);
        await ends.StartAsync(draw => draw.Topic(topic, route => route.Consumer<Counts>()));
        await stays.StartAsync(draw => draw.Topic(topic, route => route.Consumer<Counts>()));

        await TopicWriter.WriteAsync(broker, topic, count: 10);
        await ends.HandlesAsync(10);
        await stays.HandlesAsync(10);
        await ends.StopAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 10);
        await stays.HandlesAsync(20);
        await stays.StopAsync();

        Assert.Equal(10, ends.Handled.Count);
        await Committed.BecomesAsync(broker, ends.Group, topic, expected: 10);
        await Committed.BecomesAsync(broker, stays.Group, topic, expected: 20);
    }

    private sealed class Counts(Handled handled) : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            handled.Add(message);
            return Task.CompletedTask;
        }
    }
}
