using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;
using System.Collections.Concurrent;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>
/// What is told of a message that is given up comes in its order: each run with its error, each wait with its retry, then the letter, and only then its mark. A run that threw is never told as consumed.
/// Events can be asked for by name, and a subscriber that throws is reported and disturbs nobody.
/// </summary>
public sealed class When_the_story_of_a_letter_is_told(KafkaBroker broker)
{
    [Fact]
    public async Task Should_tell_each_step_in_its_order()
    {
        (Scenario scenario, string topic) = await RunAsync((_, _) => { });

        string[] steps = ["consumer.consume", "error.occurred", "consumer.consuming.pause", "consumer.consuming.retry", "consumer.consume", "error.occurred", "dead_letter_queue.dispatched", "dead_letter_queue.delivered", "consumer.consume", "consumer.consumed"];
        Assert.Equal(steps, scenario.Events.Where(told => steps.Contains(told.Name)).Select(told => told.Name));
        Assert.Equal([(1, 3), (2, 3), (1, 2)], scenario.EventsOf<ConsumerConsume>().Select(run => (run.Attempt, run.Count)));
        ConsumerConsumed consumed = Assert.Single(scenario.EventsOf<ConsumerConsumed>());
        Assert.Equal((new TopicPartition(topic, 0), 1L, 2L, 2), (consumed.Partition, consumed.First.Value, consumed.Last.Value, consumed.Count));
    }

    [Fact]
    public async Task Should_tell_of_the_letter_before_anything_is_committed_for_it()
    {
        long? committed = -1;
        await RunAsync((scenario, monitor) => monitor.Subscribe("dead_letter_queue.dispatched", told =>
        {
            DeadLetterDispatched letter = Assert.IsType<DeadLetterDispatched>(told);
            committed = Committed.OffsetAsync(broker, scenario.Group, letter.Message.Topic).GetAwaiter().GetResult();
        }));

        Assert.Null(committed);
    }

    [Fact]
    public async Task Should_disturb_nobody_when_a_subscriber_throws()
    {
        ConcurrentQueue<string> heard = new();
        (Scenario scenario, _) = await RunAsync(
            (_, monitor) =>
            {
                monitor.Subscribe<DeadLetterDispatched>(_ => throw new InvalidOperationException("a bad listener"));
                monitor.Subscribe<DeadLetterDispatched>(letter => heard.Enqueue(letter.Id));
            },
            scenario => scenario.ExpectErrors(ErrorType.Subscriber, count: 1));

        Assert.Equal(scenario.EventsOf<DeadLetterDelivered>().Select(letter => letter.Id), heard);
    }

    private async Task<(Scenario Scenario, string Topic)> RunAsync(Action<Scenario, KafkaMonitor> listen, Action<Scenario>? announce = null)
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 2);
        announce?.Invoke(scenario);

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route
                .Consumer<BadAt0>()
                .MaxMessages(3)
                .MaxWaitTime(TimeSpan.FromSeconds(10))
                .DeadLetterQueue(letters, maxRetries: 1, dispatchMethod: DispatchMethod.ProduceSync, markingMethod: MarkingMethod.MarkAsConsumedAndCommit)),
            options => options.CommitInterval = TimeSpan.FromMilliseconds(20));
        listen(scenario, scenario.Services.GetRequiredService<KafkaMonitor>());
        await TopicWriter.WriteAsync(broker, topic, count: 3);
        await scenario.HandlesAsync(2, letters: 1);
        await scenario.StopAsync();

        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 3);
        return (scenario, topic);
    }

    private sealed class BadAt0(Handled handled) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                if (message.Offset == 0)
                {
                    throw new InvalidOperationException("0 is bad");
                }

                handled.Add(message);
            }

            return Task.CompletedTask;
        }
    }
}
