namespace Kafka.Dlq.Tests.Integration.Examples;

/// <summary>The demonstration accounts for every order it produces: handled, or a dead letter for the reason that was planted, none lost, none doubled.</summary>
public sealed class When_the_orders_example_runs
{
    [Fact]
    public async Task Should_account_for_every_order_on_its_embedded_cluster()
    {
        using ExampleProcess example = ExampleProcess.Start("Orders", arguments: ["--orders", "2000"]);

        int exitCode = await example.EndAsync();

        Assert.True(exitCode == 0, example.Output);
        Assert.Equal(2_000, OrdersTable.Row(example.Output, "produced"));
        Assert.Equal(1_960, OrdersTable.Row(example.Output, "handled"));
        Assert.Equal(20, OrdersTable.Row(example.Output, "deserialization"));
        Assert.Equal(20, OrdersTable.Row(example.Output, "negative total"));
        Assert.Equal(180, OrdersTable.Row(example.Output, "retried"));
        Assert.Equal(0, OrdersTable.Row(example.Output, "LOST"));
        Assert.Equal(0, OrdersTable.Row(example.Output, "doubled"));
        Assert.Contains("dlq.source.offset", example.Output, StringComparison.Ordinal);
        Assert.Contains("Every order is accounted for.", example.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_keep_the_rate_and_run_until_it_is_asked_to_end()
    {
        using ExampleProcess example = ExampleProcess.Start("Orders", arguments: ["--keep-running", "--rate", "300"]);

        await example.WritesAsync(output => OrdersTable.Handled(output) >= 500);
        await example.AskToEndAsync();

        Assert.True(await example.EndAsync() == 0, example.Output);
        Assert.Equal(0, OrdersTable.Row(example.Output, "LOST"));
        Assert.InRange(OrdersTable.Row(example.Output, "rate"), 1, 310);
    }

    [Fact]
    public async Task Should_tell_what_it_cannot_understand()
    {
        using ExampleProcess example = ExampleProcess.Start("Orders", arguments: ["--orders", "-1", "--rate", "0"]);

        Assert.Equal(1, await example.EndAsync());
        Assert.Contains("--orders is -1; it takes 0 or more.", example.Output, StringComparison.Ordinal);
        Assert.Contains("--rate is 0; it takes 1 or more.", example.Output, StringComparison.Ordinal);
    }
}
