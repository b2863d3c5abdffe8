using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>A message that the consumer itself gives up becomes a letter with the consumer's reason; no run failed for it.</summary>
public sealed class When_a_message_is_dispatched_by_hand(KafkaBroker broker)
{
    [Fact]
    public async Task Should_send_one_letter_with_the_reason_and_handle_the_rest()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<GivesUp0>().DeadLetterQueue(letters, maxRetries: 1_000)));
        await scenario.HandlesAsync(99, letters: 1);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(1, 99).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        ConsumeResult<byte[], byte[]> letter = Assert.Single(await TopicReader.ReadAllAsync(broker, letters));
        Assert.Equal("0", letter.Text());
        Assert.Equal("negative total", letter.Header("dlq.reason"));
        Assert.Equal("manual", letter.Header("dlq.error.kind"));
        Assert.Null(letter.Header("dlq.error.type"));
        DeadLetterDispatched dispatched = Assert.Single(scenario.EventsOf<DeadLetterDispatched>());
        Assert.Equal((0, "negative total", null), (dispatched.Message.Offset.Value, dispatched.Reason, dispatched.Error));
        Assert.Empty(scenario.EventsOf<ConsumingPause>());
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
    }

    private sealed class GivesUp0(Handled handled) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                if (message.Offset == 0)
                {
                    DispatchToDlq(message, "negative total");
                }
                else
                {
                    handled.Add(message);
                }

                MarkAsConsumed(message);
            }

            return Task.CompletedTask;
        }
    }
}
