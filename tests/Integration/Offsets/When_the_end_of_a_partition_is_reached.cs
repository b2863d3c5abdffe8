using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;
using System.Collections.Concurrent;

namespace Kafka.Dlq.Tests.Integration.Offsets;

/// <summary>With <c>Eofed()</c> the hook runs when the end of the partition was reached and everything before it handled, again at each new end, also of an empty partition. Its failure is reported and harms nothing.</summary>
public sealed class When_the_end_of_a_partition_is_reached(KafkaBroker broker)
{
    [Fact]
    public async Task Should_run_the_hook_at_each_end_behind_all_messages()
    {
        string topic = await broker.CreateTopicAsync(partitions: 2);
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        ConcurrentQueue<(int Partition, int Handled)> ends = new();

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<TellsEnds>().Eofed()), services: services => services.AddSingleton(ends));
        await EndsAsync(scenario, partition: 0, 100);
        await EndsAsync(scenario, partition: 1, 0);
        Assert.Equal(100, scenario.Handled.Count);
        await TopicWriter.WriteAsync(broker, topic, count: 1);
        await EndsAsync(scenario, partition: 0, 101);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 101).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        Assert.Equal([100, 101], ends.Where(end => end.Partition == 0).Select(end => end.Handled).Distinct());
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 101);
    }

    [Fact]
    public async Task Should_report_a_failing_hook_and_go_on()
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 10);
        await using Scenario scenario = new(broker);
        scenario.AllowErrors(ErrorType.Eofed);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<FailsAtEnds>().Eofed()));
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<ErrorOccurred>().Count == 1, () => "no error was reported");
        await TopicWriter.WriteAsync(broker, topic, count: 10);
        await scenario.HandlesAsync(20);
        await scenario.StopAsync();

        ErrorOccurred error = scenario.EventsOf<ErrorOccurred>()[0];
        Assert.Equal((topic, 0, "no end in sight"), (error.Topic, error.Partition!.Value.Value, error.Error.Message));
        Assert.Empty(scenario.EventsOf<ConsumerEofed>());
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 20);
    }

    [Fact]
    public async Task Should_not_run_the_hook_unless_asked_to()
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 10);
        await using Scenario scenario = new(broker);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<FailsAtEnds>()));
        await scenario.HandlesAsync(10);
        await scenario.StopAsync();

        Assert.Empty(scenario.EventsOf<ConsumerEofed>());
    }

    private static Task EndsAsync(Scenario scenario, int partition, long end) => scenario.BecomesTrueAsync(
        () => scenario.EventsOf<ConsumerEofed>().Any(reached => reached.Partition.Partition == partition && reached.Offset == end),
        () => $"the end {end} of partition {partition} was not reached");

    private sealed class TellsEnds(Handled handled, ConcurrentQueue<(int Partition, int Handled)> ends) : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            handled.Add(message);
            return Task.CompletedTask;
        }

        protected override Task EofedAsync(CancellationToken cancellationToken)
        {
            ends.Enqueue((Partition, handled.Offsets(Topic, Partition).Count));
            return Task.CompletedTask;
        }
    }

    private sealed class FailsAtEnds(Handled handled) : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            handled.Add(message);
            return Task.CompletedTask;
        }

        protected override Task EofedAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("no end in sight");
    }
}
