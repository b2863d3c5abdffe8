using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Rejecting;

/// <summary>A stop does not wait for a fuller batch: what was rejected is flushed, then the sink is closed, and all is committed.</summary>
public sealed class When_the_host_stops_with_rejected_records(KafkaBroker broker)
{
    [Fact]
    public async Task Should_flush_close_and_commit()
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        TableSink table = new();

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<RejectsSevens>().DeadLetterAction(DeadLetterAction.Sink("table"))),
            services: services => services.AddKafkaDlq(kafka => kafka.Sink("table", _ => table, new SinkOptions { Size = 1_000, Wait = TimeSpan.FromHours(1) })));
        await scenario.HandlesAsync(90);
        Assert.Empty(table.Rows);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 10).Select(tens => (tens * 10L) + 7), table.Offsets);
        Assert.Equal(10, table.RowsAtClose);
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
    }

    [Fact]
    public async Task Should_name_what_a_sink_that_is_down_did_not_take_and_reject_it_again_after_the_next_start()
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        scenario.AllowErrors(ErrorType.Sink);
        scenario.ExpectErrors(ErrorType.Stop, count: 1);
        scenario.AllowRepeats("what lies behind a record that no sink took was not committed");
        TableSink table = new() { IsDown = true };
        Task StartAsync() => scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<RejectsSevens>().DeadLetterAction(DeadLetterAction.Sink("table"))),
            options => options.ShutdownTimeout = TimeSpan.FromSeconds(1),
            services => services.AddKafkaDlq(kafka => kafka.Sink("table", _ => table, new SinkOptions { Wait = TimeSpan.Zero })));

        await StartAsync();
        await scenario.HandlesAsync(90);
        await scenario.StopAsync();
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 7);
        Assert.Contains("10 rejected records were not flushed to sink 'table' before the stop", scenario.EventsOf<ErrorOccurred>().Single(error => error.Type == ErrorType.Stop).Error.Message, StringComparison.Ordinal);

        table.IsDown = false;
        await StartAsync();
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
        await scenario.StopAsync();
        Assert.Equal(Enumerable.Range(0, 10).Select(tens => (tens * 10L) + 7), table.Offsets);
    }
}
