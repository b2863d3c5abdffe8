using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.ManualOffsets;

/// <summary>A critical error stops the host with the consumer's own marks committed and no letter; the message comes again after the next start.</summary>
public sealed class When_marks_are_manual_and_an_error_is_critical(KafkaBroker broker)
{
    [Fact]
    public async Task Should_stop_the_host_and_handle_all_after_a_restart()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 1);
        Action<DrawBuilder> routes = draw => draw.Topic(topic, route => route.Consumer<DiskIsFullOnce>().ManualOffsetManagement().DeadLetterQueue(letters, maxRetries: 0));

        await scenario.StartAsync(routes);
        await scenario.StopsByItselfAsync();
        Assert.Equal([0, 1], scenario.Handled.Offsets(topic));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 2);

        await scenario.StartAsync(routes);
        await scenario.HandlesAsync(100);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 100).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        Assert.Equal([1, 1], scenario.Tries.At(2));
        Assert.Empty(await TopicReader.ReadAllAsync(broker, letters));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
    }

    private sealed class DiskIsFullOnce(Handled handled, Tries tries) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                tries.Add(message, Attempt);
                if (message.Offset == 2 && tries.At(2).Count == 1)
                {
                    throw new CriticalConsumerException("the disk is full");
                }

                handled.Add(message);
                MarkAsConsumed(message);
            }

            return Task.CompletedTask;
        }
    }
}
