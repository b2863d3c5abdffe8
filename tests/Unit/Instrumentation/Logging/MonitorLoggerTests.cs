using Confluent.Kafka;
using Kafka.Dlq.Instrumentation;
using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.Tests.Unit.Instrumentation.Logging;

public sealed class MonitorLoggerTests : IDisposable
{
    private readonly KafkaMonitor _monitor = new();
    private readonly CollectingLogger _log = new(LogLevel.Debug);
    private readonly MonitorLogger _logger;

    public MonitorLoggerTests() => _logger = new MonitorLogger(_monitor, _log);

    public static TheoryData<string, LogLevel> Levels => new()
    {
        { "consumer.consume", LogLevel.Debug },
        { "consumer.consumed", LogLevel.Debug },
        { "consumer.revoked", LogLevel.Debug },
        { "consumer.shutdown", LogLevel.Debug },
        { "consumer.eofed", LogLevel.Debug },
        { "consumer.consuming.pause", LogLevel.Information },
        { "consumer.consuming.retry", LogLevel.Information },
        { "consumer.consuming.hold", LogLevel.Error },
        { "consumer.consuming.delay", LogLevel.Debug },
        { "consumer.consuming.seek", LogLevel.Information },
        { "client.pause", LogLevel.Debug },
        { "client.resume", LogLevel.Debug },
        { "dead_letter_queue.dispatched", LogLevel.Warning },
        { "dead_letter_queue.delivered", LogLevel.Debug },
        { "dead_letter_queue.failed", LogLevel.Error },
        { "dead_letter_queue.spooled", LogLevel.Warning },
        { "dead_letter_queue.skipped", LogLevel.Warning },
        { "message.retry_scheduled", LogLevel.Information },
        { "dead_letter_queue.rejected", LogLevel.Warning },
        { "dead_letter_queue.sink.flushed", LogLevel.Debug },
        { "dead_letter_queue.topic_unfit", LogLevel.Warning },
        { "dead_letter_queue.breaker.opened", LogLevel.Error },
        { "dead_letter_queue.breaker.probing", LogLevel.Information },
        { "dead_letter_queue.breaker.closed", LogLevel.Warning },
        { "crash_guard.suspected", LogLevel.Warning },
        { "crash_guard.given_up", LogLevel.Error },
        { "rebalance.partitions_assigned", LogLevel.Information },
        { "rebalance.partitions_revoked", LogLevel.Information },
        { "rebalance.partitions_lost", LogLevel.Warning },
        { "rebalance.partitions_unowned", LogLevel.Warning },
        { "app.running", LogLevel.Information },
        { "app.stopping", LogLevel.Information },
        { "app.stopped", LogLevel.Information },
        { "error.occurred", LogLevel.Error },
    };

    public void Dispose() => _logger.Dispose();

    [Theory]
    [MemberData(nameof(Levels))]
    public void Each_event_is_one_line_at_its_level(string name, LogLevel level)
    {
        CollectingLogger.Line line = Publish(SomeEvents.All.Single(occurred => occurred.Name == name));

        Assert.Equal(level, line.Level);
    }

    [Fact]
    public void Hold_that_ends_is_a_warning_with_its_time()
    {
        CollectingLogger.Line line = Publish(SomeEvents.Get<ConsumingHold>() with { Duration = TimeSpan.FromSeconds(2) });

        Assert.Equal((LogLevel.Warning, 2_000.0), (line.Level, line.Values["DurationMilliseconds"]));
    }

    [Fact]
    public void Every_event_there_is_has_its_level_in_this_test() =>
        Assert.Equal(EventTypes.Names, Levels.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));

    [Fact]
    public void Lines_belong_to_the_category_of_the_framework() => Assert.Equal(["Kafka.Dlq"], _log.Categories);

    [Fact]
    public void Lines_of_no_event_show_what_is_in_a_message()
    {
        foreach (KafkaEvent occurred in SomeEvents.All)
        {
            _monitor.Publish(occurred);
        }

        Assert.Equal(SomeEvents.All.Count, _log.Lines.Count);
        Assert.All(_log.Lines, line => Assert.DoesNotContain(SomeRecord.Secret, line.Text, StringComparison.Ordinal));
        Assert.All(_log.Lines, line => Assert.DoesNotContain(line.Values.Values, value => value is KafkaRecord));
    }

    [Fact]
    public void Runs_are_not_listened_to_when_debug_is_off()
    {
        KafkaMonitor monitor = new();
        using MonitorLogger logger = new(monitor, new CollectingLogger(LogLevel.Information));

        Assert.False(monitor.IsListenedTo<ConsumerConsume>());
        Assert.False(monitor.IsListenedTo<ConsumerConsumed>());
        Assert.True(monitor.IsListenedTo<DeadLetterDispatched>());
        Assert.True(_monitor.IsListenedTo<ConsumerConsume>());
    }

    [Fact]
    public void Disposed_logger_listens_to_nothing()
    {
        _logger.Dispose();

        Assert.False(_monitor.IsListenedTo<KafkaEvent>());
    }

    [Fact]
    public void Dispatch_tells_where_what_why_and_where_to()
    {
        CollectingLogger.Line line = Publish(SomeEvents.Get<DeadLetterDispatched>());

        Assert.Equal("Gave up on orders/3/42 after 3 attempts, dead letter orders-3-42@billing#1 goes to 'orders.dlq'. System.FormatException: bad total", line.Text);
        Assert.Equal("orders", line.Values["Topic"]);
        Assert.Equal(3, line.Values["Partition"]);
        Assert.Equal(42L, line.Values["Offset"]);
        Assert.Equal("orders.dlq", line.Values["TargetTopic"]);
    }

    [Fact]
    public void Dispatch_names_what_was_thrown_and_not_its_wrapper()
    {
        AggregateException wrapped = new(new System.Reflection.TargetInvocationException(new FormatException("bad total")));

        CollectingLogger.Line line = Publish(SomeEvents.Get<DeadLetterDispatched>() with { Error = wrapped });

        Assert.Equal("System.FormatException", line.Values["ErrorType"]);
        Assert.Equal("bad total", line.Values["ErrorMessage"]);
    }

    [Fact]
    public void Dispatch_by_hand_tells_the_reason()
    {
        CollectingLogger.Line line = Publish(SomeEvents.Get<DeadLetterDispatched>() with { Error = null, Reason = "negative total" });

        Assert.Equal(LogLevel.Warning, line.Level);
        Assert.EndsWith("Reason: negative total", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Delivery_of_a_reduced_letter_is_a_warning_with_the_remedy()
    {
        CollectingLogger.Line line = Publish(SomeEvents.Get<DeadLetterDelivered>() with { Reduction = LetterReduction.NoErrorText });

        Assert.Equal(LogLevel.Warning, line.Level);
        Assert.Contains("NoErrorText", line.Text, StringComparison.Ordinal);
        Assert.Contains("max.message.bytes", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Failed_delivery_tells_what_to_look_at()
    {
        CollectingLogger.Line line = Publish(SomeEvents.Get<DeadLetterFailed>());

        Assert.Contains("orders/3/42", line.Text, StringComparison.Ordinal);
        Assert.Contains("System.TimeoutException: no answer", line.Text, StringComparison.Ordinal);
        Assert.Contains("Check that 'orders.dlq' exists", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Pause_by_a_consumer_reads_otherwise_than_a_back_off()
    {
        CollectingLogger.Line backOff = Publish(SomeEvents.Get<ConsumingPause>());
        CollectingLogger.Line pause = Publish(SomeEvents.Get<ConsumingPause>() with { Manual = true });

        Assert.StartsWith("Back-off of orders/3: waits 1000 ms", backOff.Text, StringComparison.Ordinal);
        Assert.StartsWith("Pause of orders/3, asked for by its consumer", pause.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Error_tells_as_much_of_its_place_as_is_known()
    {
        ErrorOccurred error = new(ErrorType.Poll, new FormatException("boom"));

        Assert.Equal("Error in Poll: boom", Publish(error).Text);
        Assert.Equal("Error in Poll of topic 'orders': boom", Publish(error with { Topic = "orders" }).Text);
        Assert.Equal("Error in Poll of orders/3: boom", Publish(error with { Topic = "orders", Partition = 3 }).Text);
        Assert.Equal("Error in Poll of orders/3/42: boom", Publish(error with { Topic = "orders", Partition = 3, Offset = 42 }).Text);
        Assert.Equal("Error in Poll of orders/3/42, attempt 2: boom", Publish(error with { Topic = "orders", Partition = 3, Offset = 42, Attempt = 2 }).Text);
    }

    [Fact]
    public void Error_is_logged_with_its_exception()
    {
        FormatException thrown = new("boom");

        Assert.Same(thrown, Publish(new ErrorOccurred(ErrorType.Commit, thrown)).Error);
    }

    [Fact]
    public void Rebalance_lists_the_partitions()
    {
        PartitionsAssigned assigned = new("billing", [new TopicPartition("orders", 0), new TopicPartition("invoices", 5)]);

        Assert.Equal("Group 'billing' was assigned 2 partitions: orders/0, invoices/5.", Publish(assigned).Text);
    }

    private CollectingLogger.Line Publish(KafkaEvent occurred)
    {
        int before = _log.Lines.Count;
        _monitor.Publish(occurred);
        return Assert.Single(_log.Lines.Skip(before));
    }
}
