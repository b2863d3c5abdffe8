using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Examples;

/// <summary>Each small example shows its one thing and ends by itself.</summary>
public sealed class When_a_small_example_runs(KafkaBroker broker)
{
    [Fact]
    public async Task Should_dispatch_by_hand()
    {
        string output = await RunAsync("ManualDispatch");

        Assert.Contains("booked      payments/0/0: 10", output, StringComparison.Ordinal);
        Assert.Contains("dead letter payments/0/1 lies at payments.dlq/0/0: no account", output, StringComparison.Ordinal);
        Assert.Contains("dead letter payments/0/2 lies at payments.dlq/0/1: amount -3 is not positive", output, StringComparison.Ordinal);
        Assert.Contains("booked      payments/0/3: 7", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_tell_the_events_of_a_failing_message()
    {
        string output = await RunAsync("MonitorEvents");

        Assert.Contains("failed      readings/0/1, attempt 3:", output, StringComparison.Ordinal);
        Assert.Contains("waiting     200 ms, then on from offset 1", output, StringComparison.Ordinal);
        Assert.Contains("gave up     readings/0/1 after 3 attempts:", output, StringComparison.Ordinal);
        Assert.Contains("recorded    dead_letter_queue.delivered", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_decide_by_the_error()
    {
        string output = await RunAsync("FailureRules");

        Assert.Contains("taken       orders.rules/0/1: piano, attempt 4", output, StringComparison.Ordinal);
        Assert.Contains("dead letter orders.rules/0/2 lies at orders.rules.malformed after 1 attempts:", output, StringComparison.Ordinal);
        Assert.Contains("skipped     orders.rules/0/3 after 1 attempts: order 3 was taken back", output, StringComparison.Ordinal);
        Assert.Contains("dead letter orders.rules/0/4 lies at orders.rules.dlq after 2 attempts: order 4 cannot be had", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_find_the_bad_message_of_a_batch()
    {
        string output = await RunAsync("BatchIsolation");

        Assert.Contains("dead letter invoices/0/5 lies at invoices.dlq after ", output, StringComparison.Ordinal);
        Assert.Contains("stored      7 invoices, none of them twice", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_have_failing_messages_wait_in_topics()
    {
        string output = await RunAsync("RetryTopics");

        Assert.Contains("waits       parcels/0/1 in parcels.delivery.retry.1s after 1 attempt(s): nobody is at home", output, StringComparison.Ordinal);
        Assert.Contains("handed over a vase, attempt 3, read from parcels.delivery.retry.2s", output, StringComparison.Ordinal);
        Assert.Contains("dead letter parcels-0-2@delivery#1 lies at parcels.dlq after 3 attempts: nobody is at home", output, StringComparison.Ordinal);
        Assert.True(output.IndexOf("a hat", StringComparison.Ordinal) < output.IndexOf("a vase", StringComparison.Ordinal), output);
    }

    [Fact]
    public async Task Should_settle_each_message_of_a_bulk_write()
    {
        string output = await RunAsync("BulkSink");

        Assert.Contains("rejected    articles/0/3 into 'unreadable': Kafka.Dlq.MessageDeserializationException", output, StringComparison.Ordinal);
        Assert.Contains("rejected    articles/0/5 into 'unindexed': mapper_parsing_exception", output, StringComparison.Ordinal);
        Assert.Contains("""lies at     articles.unindexed/0/0: articles/0/5, {"record":"{""", output, StringComparison.Ordinal);
        Assert.Contains("""read back   articles [[0]] @3: {"number":3,"title":""", output, StringComparison.Ordinal);
        Assert.Contains("indexed     8 articles, none of them twice", output, StringComparison.Ordinal);
        Assert.Contains("left        0 files", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_declare_dead_letter_topics()
    {
        bool real = broker.Kind != BrokerKind.Embedded;

        string output = await RunAsync("DeclaredDeadLetters", real ? broker.BootstrapServers : null);

        Assert.Contains($"shipments.dlq has 3 partitions{(real ? ", max.message.bytes = 2097152, retention.ms = 1209600000" : "")}", output, StringComparison.Ordinal);
        Assert.Contains("The depot is closed: 'a grand piano' cannot be shipped.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_write_read_back_and_clean_local_files()
    {
        string output = await RunAsync("LocalFiles");

        Assert.Contains("written     3 entries,", output, StringComparison.Ordinal);
        Assert.Contains("'7,25' is no amount", output, StringComparison.Ordinal);
        Assert.Contains("repaired    payments [[0]] @2: 7.25", output, StringComparison.Ordinal);
        Assert.Contains("left        0 files", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_say_in_one_line_that_no_broker_answers()
    {
        using ExampleProcess example = ExampleProcess.Start("ManualDispatch", "127.0.0.1:1");

        int exitCode = await example.EndAsync();

        Assert.Equal(1, exitCode);
        Assert.StartsWith("No broker answers at 127.0.0.1:1", example.Output.Trim(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", example.Output, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(string name, string? bootstrapServers = null)
    {
        using ExampleProcess example = ExampleProcess.Start(name, bootstrapServers);
        int exitCode = await example.EndAsync();
        Assert.True(exitCode == 0, example.Output);
        return example.Output;
    }
}
