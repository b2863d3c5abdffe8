using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Hosts;

/// <summary>A process that ends because of a critical error, or cannot start at all, says so with an exit code that is not 0.</summary>
public sealed class When_a_process_fails(KafkaBroker broker)
{
    [Fact]
    public async Task Should_stop_in_order_and_end_with_code_1_after_a_critical_error()
    {
        string topic = await broker.CreateTopicAsync();
        string group = KafkaBroker.NewName("group");
        await TopicWriter.WriteAsync(broker, topic, count: 10);

        using ChildProcess process = ChildProcess.Start(broker.BootstrapServers, group, topic, "critical");

        Assert.Equal(1, await process.EndAsync());
        Assert.Contains($"error.occurred Consume {topic}/0/2: the disk is full", process.Lines);
        Assert.Equal("the host has ended", process.Lines[^1]);
        await Committed.BecomesAsync(broker, group, topic, expected: 2);
    }

    [Fact]
    public async Task Should_not_start_with_faulty_routes_and_write_them()
    {
        using ChildProcess process = ChildProcess.Start(broker.BootstrapServers, "group", "orders", "late-fault");

        Assert.NotEqual(0, await process.EndAsync());
        Assert.Contains(process.Lines, line => line.Contains("a topic other than the source topic itself", StringComparison.Ordinal));
        Assert.DoesNotContain("app.running", process.Lines);
    }
}
