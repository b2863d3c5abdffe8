using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Examples;

/// <summary>Stopped half way, the demonstration says what is left; the next start goes on there, and every order is accounted for over both runs.</summary>
public sealed class When_the_orders_example_is_stopped_half_way(KafkaBroker broker)
{
    private const int Orders = 5_000;

    [Fact]
    public async Task Should_lose_nothing_over_the_stop_and_the_next_start()
    {
        broker.RequireRealBroker("of an example ends with its process");
        string topic = KafkaBroker.NewName();

        using ExampleProcess first = ExampleProcess.Start("Orders", broker.BootstrapServers, "--topic", topic, "--orders", $"{Orders}");
        await first.WritesAsync(output => OrdersTable.Handled(output) > 0);
        await first.AskToEndAsync();
        Assert.True(await first.EndAsync() == 0, first.Output);

        long left = OrdersTable.Row(first.Output, "left");
        Assert.InRange(left, 1, Orders - 1);
        Assert.Equal(0, OrdersTable.Row(first.Output, "LOST"));

        using ExampleProcess second = ExampleProcess.Start("Orders", broker.BootstrapServers, "--topic", topic, "--orders", "0");
        Assert.True(await second.EndAsync() == 0, second.Output);

        long produced = OrdersTable.Row(second.Output, "produced");
        Assert.Equal(OrdersTable.Row(first.Output, "produced"), produced);
        Assert.Equal(produced, OrdersTable.Row(second.Output, "handled") + OrdersTable.Row(second.Output, "dead-lettered"));
        Assert.Equal(0, OrdersTable.Row(second.Output, "LOST"));
        Assert.True(OrdersTable.Row(second.Output, "doubled") == 0, $"Orders were handled twice. The first run wrote:\n{first.Output}\nThe second run wrote:\n{second.Output}");
    }
}
