using Confluent.Kafka;
using Kafka.Dlq.Instrumentation;
using System.Diagnostics.Metrics;

namespace Kafka.Dlq.Tests.Unit.Instrumentation.Metrics;

[Collection(TelemetryCollection.Name)]
public sealed class KafkaMetersTests : IDisposable
{
    private static readonly RunTags Run = new(new TopicPartition("orders", 3), "billing");

    private readonly KafkaMonitor _monitor = new();
    private readonly SomeMeterFactory _factory = new();
    private readonly KafkaMeters _meters;

    public KafkaMetersTests() => _meters = new KafkaMeters(_monitor, _factory);

    public void Dispose()
    {
        _meters.Dispose();
        _factory.Dispose();
    }

    [Fact]
    public void Run_is_measured_in_the_words_of_the_semantic_conventions()
    {
        using Measured measured = new(_factory);

        _meters.RunCompleted(Run, 10, TimeSpan.FromMilliseconds(250), error: null);

        (double value, Dictionary<string, object?> tags) = Assert.Single(measured.Of("messaging.process.duration"));
        Assert.Equal(0.25, value);
        Assert.Equal(Tags(("messaging.operation.name", "process")), tags);
        (double count, Dictionary<string, object?> countTags) = Assert.Single(measured.Of("messaging.client.consumed.messages"));
        Assert.Equal(10, count);
        Assert.Equal(Tags(("messaging.operation.name", "poll")), countTags);
    }

    [Fact]
    public void Run_that_threw_is_measured_with_the_type_of_what_was_thrown()
    {
        using Measured measured = new(_factory);

        _meters.RunCompleted(Run, 1, TimeSpan.FromSeconds(1), new AggregateException(new FormatException()));

        Assert.Equal("System.FormatException", measured.Of("messaging.process.duration")[0].Tags["error.type"]);
        Assert.DoesNotContain("error.type", measured.Of("messaging.client.consumed.messages")[0].Tags.Keys);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("audit")]
    public void Rejected_records_are_counted_by_what_became_of_them_and_why(string action)
    {
        using Measured measured = new(_factory);

        _monitor.Publish(SomeEvents.Get<RecordRejected>() with { Action = action });

        (double count, Dictionary<string, object?> tags) = Assert.Single(measured.Of("kafka_dlq.records.rejected"));
        Assert.Equal(1, count);
        Assert.Equal(("orders", action, "no_account", "System.FormatException"), (tags["kafka_dlq.source.topic"], tags["kafka_dlq.reject.action"], tags["kafka_dlq.reject.reason"], tags["error.type"]));
    }

    [Fact]
    public void Retried_messages_are_not_counted_as_consumed_again()
    {
        using Measured measured = new(_factory);

        _meters.RunCompleted(Run, newMessages: 0, TimeSpan.FromSeconds(1), error: null);

        Assert.Empty(measured.Of("messaging.client.consumed.messages"));
        Assert.Single(measured.Of("messaging.process.duration"));
    }

    [Fact]
    public void Duration_advises_the_buckets_of_the_conventions_in_seconds()
    {
        using Measured measured = new(_factory);

        _meters.RunCompleted(Run, 1, TimeSpan.FromSeconds(1), error: null);

        Histogram<double> histogram = Assert.Single(measured.All.Select(each => each.Instrument).OfType<Histogram<double>>());
        Assert.Equal("s", histogram.Unit);
        Assert.Equal([0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10], histogram.Advice!.HistogramBucketBoundaries!);
    }

    [Fact]
    public void Measuring_a_run_allocates_nothing_while_nobody_listens()
    {
        FormatException error = new();
        _meters.RunCompleted(Run, 10, TimeSpan.FromSeconds(1), error);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            _meters.RunCompleted(Run, 10, TimeSpan.FromSeconds(1), error);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Hot_events_of_the_monitor_are_not_listened_to()
    {
        Assert.False(_monitor.IsListenedTo<ConsumerConsume>());
        Assert.False(_monitor.IsListenedTo<ConsumerConsumed>());
        Assert.True(_monitor.IsListenedTo<DeadLetterDispatched>());
    }

    [Theory]
    [InlineData("dead_letter_queue.dispatched", "kafka_dlq.dead_letters.dispatched", "System.FormatException")]
    [InlineData("dead_letter_queue.delivered", "kafka_dlq.dead_letters.delivered", "System.FormatException")]
    [InlineData("dead_letter_queue.failed", "kafka_dlq.dead_letters.failed", "System.TimeoutException")]
    public void Dead_letter_event_counts_on_its_own_instrument(string name, string instrument, string error)
    {
        using Measured measured = new(_factory);

        _monitor.Publish(SomeEvents.All.Single(occurred => occurred.Name == name));

        (Instrument counter, double value, Dictionary<string, object?> tags) = Assert.Single(measured.All);
        Assert.Equal(instrument, counter.Name);
        Assert.Equal(1, value);
        Assert.Equal("orders", tags["kafka_dlq.source.topic"]);
        Assert.Equal("orders.dlq", tags["kafka_dlq.target.topic"]);
        Assert.Equal(error, tags["error.type"]);
    }

    [Fact]
    public void Skipped_message_counts_on_its_own_instrument_without_a_target()
    {
        using Measured measured = new(_factory);

        _monitor.Publish(SomeEvents.Get<DeadLetterSkipped>());

        (Instrument counter, double value, Dictionary<string, object?> tags) = Assert.Single(measured.All);
        Assert.Equal(("kafka_dlq.dead_letters.skipped", 1.0), (counter.Name, value));
        Assert.Equal(("orders", "System.FormatException"), (tags["kafka_dlq.source.topic"], tags["error.type"]));
        Assert.DoesNotContain("kafka_dlq.target.topic", tags.Keys);
    }

    [Fact]
    public void Crashes_count_partitions_that_come_with_suspects_and_messages_that_are_given_up()
    {
        using Measured measured = new(_factory);

        _monitor.Publish(SomeEvents.Get<CrashSuspected>());
        _monitor.Publish(SomeEvents.Get<CrashGivenUp>());

        Assert.Equal([("kafka_dlq.crash_guard.suspicions", 1.0), ("kafka_dlq.crash_guard.given_up", 1.0)], measured.All.Select(counted => (counted.Instrument.Name, counted.Value)));
    }

    [Fact]
    public void Breaker_counts_its_openings_and_is_one_while_it_is_open()
    {
        using Measured measured = new(_factory);

        _monitor.Publish(SomeEvents.Get<BreakerOpened>());
        _monitor.Publish(SomeEvents.Get<BreakerClosed>());

        Assert.Equal([("kafka_dlq.breaker.openings", 1.0), ("kafka_dlq.breaker.open", 1.0), ("kafka_dlq.breaker.open", -1.0)], measured.All.Select(counted => (counted.Instrument.Name, counted.Value)));
    }

    [Fact]
    public void Letter_dispatched_by_hand_counts_without_an_error()
    {
        using Measured measured = new(_factory);

        _monitor.Publish(SomeEvents.Get<DeadLetterDispatched>() with { Error = null });

        Assert.DoesNotContain("error.type", Assert.Single(measured.All).Tags.Keys);
    }

    [Fact]
    public void Retry_counts_once_for_its_partition()
    {
        using Measured measured = new(_factory);

        _monitor.Publish(SomeEvents.Get<ConsumingRetry>());

        (double value, Dictionary<string, object?> tags) = Assert.Single(measured.Of("kafka_dlq.retries"));
        Assert.Equal(1, value);
        Assert.Equal("orders", tags["messaging.destination.name"]);
        Assert.Equal("3", tags["messaging.destination.partition.id"]);
    }

    [Fact]
    public void Standing_of_partitions_is_asked_for_when_somebody_collects()
    {
        int asked = 0;
        _meters.Observe(() =>
        {
            asked++;
            return [new(Run.Partition, "billing", Lag: 12, TimeSpan.FromSeconds(90), Paused: true, OutstandingDispatches: 4)];
        });
        using Measured measured = new(_factory);
        Assert.Equal(0, asked);

        measured.Collect();

        Assert.Equal(12, Assert.Single(measured.Of("kafka_dlq.consumer.lag")).Value);
        Assert.Equal(90, Assert.Single(measured.Of("kafka_dlq.oldest_unmarked_age")).Value);
        Assert.Equal(4, Assert.Single(measured.Of("kafka_dlq.outstanding_dispatches")).Value);
        Assert.Equal(1, Assert.Single(measured.Of("kafka_dlq.paused_partitions")).Value);
        Assert.Equal(Tags(), measured.Of("kafka_dlq.consumer.lag")[0].Tags);
    }

    [Fact]
    public void What_is_not_known_of_a_partition_is_not_told()
    {
        _meters.Observe(() => [new(Run.Partition, "billing", Lag: null, OldestUnmarkedAge: null, Paused: false, OutstandingDispatches: 0)]);
        using Measured measured = new(_factory);

        measured.Collect();

        Assert.Empty(measured.Of("kafka_dlq.consumer.lag"));
        Assert.Empty(measured.Of("kafka_dlq.oldest_unmarked_age"));
        Assert.Equal(0, Assert.Single(measured.Of("kafka_dlq.paused_partitions")).Value);
    }

    [Fact]
    public void Several_sources_add_up_and_paused_partitions_are_counted_per_topic_and_group()
    {
        PartitionMeasurement paused = new(Run.Partition, "billing", 1, null, Paused: true, 0);
        _meters.Observe(() => [paused, paused with { Partition = new TopicPartition("orders", 4) }, paused with { Partition = new TopicPartition("orders", 5), Paused = false }]);
        _meters.Observe(() => [paused with { GroupId = "audit" }]);
        using Measured measured = new(_factory);

        measured.Collect();

        Assert.Equal(4, measured.Of("kafka_dlq.consumer.lag").Count);
        Assert.Equal(
            [("billing", 2), ("audit", 1)],
            measured.Of("kafka_dlq.paused_partitions").Select(each => ((string)each.Tags["messaging.consumer.group.name"]!, (int)each.Value)));
    }

    [Fact]
    public void Standing_of_spools_is_asked_for_when_somebody_collects()
    {
        _meters.ObserveSpools(() => [new("orders.dlq", "letters", Letters: 12, Bytes: 3_400, TimeSpan.FromSeconds(90)), new("refunds.dlq", Cluster: null, Letters: 0, Bytes: 100, OldestAge: null)]);
        using Measured measured = new(_factory);

        measured.Collect();

        Assert.Equal([12, 0], measured.Of("kafka_dlq.spool.letters").Select(each => (int)each.Value));
        Assert.Equal([3_400, 100], measured.Of("kafka_dlq.spool.size").Select(each => (int)each.Value));
        (double age, Dictionary<string, object?> tags) = Assert.Single(measured.Of("kafka_dlq.spool.oldest_age"));
        Assert.Equal(90, age);
        Assert.Equal("orders.dlq", tags["kafka_dlq.target.topic"]);
        Assert.Equal("letters", tags["kafka_dlq.target.cluster"]);
        Assert.False(measured.Of("kafka_dlq.spool.size")[1].Tags.ContainsKey("kafka_dlq.target.cluster"));
    }

    [Fact]
    public void Meter_is_named_after_the_framework_and_versioned()
    {
        Meter meter = Assert.Single(_factory.Meters);

        Assert.Equal("Kafka.Dlq", meter.Name);
        Assert.Equal("0.1.0", meter.Version);
    }

    [Fact]
    public void Disposed_meters_count_no_more()
    {
        _meters.Observe(() => [new(Run.Partition, "billing", 1, null, Paused: false, 0)]);
        using Measured measured = new(_factory);
        _meters.Dispose();

        _monitor.Publish(SomeEvents.Get<DeadLetterDispatched>());
        measured.Collect();

        Assert.Empty(measured.All);
        Assert.False(_monitor.IsListenedTo<KafkaEvent>());
    }

    [Fact]
    public void Meters_without_a_factory_make_a_meter_of_their_own()
    {
        using KafkaMeters meters = new(new KafkaMonitor());
        using Measured measured = new(scope: null!);

        meters.RunCompleted(Run, 1, TimeSpan.FromSeconds(1), error: null);

        Assert.Single(measured.Of("messaging.process.duration"));
    }

    private static Dictionary<string, object?> Tags(params (string Key, object? Value)[] more)
    {
        Dictionary<string, object?> tags = new(StringComparer.Ordinal)
        {
            ["messaging.system"] = "kafka",
            ["messaging.destination.name"] = "orders",
            ["messaging.destination.partition.id"] = "3",
            ["messaging.consumer.group.name"] = "billing",
        };
        foreach ((string key, object? value) in more)
        {
            tags[key] = value;
        }

        return tags;
    }
}
