using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Hosts;

/// <summary>SIGTERM and SIGINT end a process in order: the run that is going on ends, what it marks is committed, and the exit code is 0.</summary>
public sealed class When_a_process_is_asked_to_stop(KafkaBroker broker)
{
    private const int Count = 10;

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Should_let_the_run_end_and_commit_it(string signal)
    {
        string topic = await broker.CreateTopicAsync();
        string group = KafkaBroker.NewName("group");
        await TopicWriter.WriteAsync(broker, topic, Count);

        using ChildProcess process = ChildProcess.Start(broker.BootstrapServers, group, topic, "hold");
        await process.WritesAsync("holding 5");
        await process.SignalAsync(signal);
        await process.WritesAsync("app.stopping");
        Assert.DoesNotContain("marked 5 True", process.Lines);
        await process.LetGoAsync();

        Assert.Equal(0, await process.EndAsync());
        Assert.Contains($"marked {Count - 1} True", process.Lines);
        Assert.Contains("app.stopped", process.Lines);
        Assert.DoesNotContain(process.Lines, line => line.StartsWith("error.occurred", StringComparison.Ordinal));
        await Committed.BecomesAsync(broker, group, topic, expected: Count);
    }

    [Fact]
    public async Task Should_end_in_time_with_code_0_when_a_run_hangs_and_name_it()
    {
        string topic = await broker.CreateTopicAsync();
        string group = KafkaBroker.NewName("group");
        await TopicWriter.WriteAsync(broker, topic, Count);

        using ChildProcess process = ChildProcess.Start(broker.BootstrapServers, group, topic, "hang");
        await process.WritesAsync("holding 5");
        await process.SignalAsync("TERM");

        Assert.Equal(0, await process.EndAsync());
        string error = Assert.Single(process.Lines, line => line.StartsWith("error.occurred", StringComparison.Ordinal));
        Assert.StartsWith($"error.occurred Stop {topic}/0/0: The run of {topic}/0, offsets 0 to {Count - 1}, did not end", error, StringComparison.Ordinal);
        await Committed.BecomesAsync(broker, group, topic, expected: 5);
    }
}
