using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Dlq.Tests.Integration.ManualOffsets;

/// <summary>With manual offset management a message whose retries are used up becomes a letter, and the marks behind it are what is committed.</summary>
public sealed class When_marks_are_manual_and_a_message_keeps_failing(KafkaBroker broker)
{
    [Theory]
    [InlineData(10, 2)]
    [InlineData(10, 0)]
    [InlineData(0, 2)]
    public async Task Should_dispatch_it_and_handle_all_others_once(long bad, int retries)
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: retries + 1);

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<OneIsBad>().ManualOffsetManagement().DeadLetterQueue(letters, maxRetries: retries)),
            services: services => services.AddSingleton(new Bad(bad)));
        await scenario.HandlesAsync(99, letters: 1);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 100).Select(offset => (long)offset).Where(offset => offset != bad), scenario.Handled.Offsets(topic));
        Assert.Equal(Enumerable.Range(1, retries + 1), scenario.Tries.At(bad));
        ConsumeResult<byte[], byte[]> letter = Assert.Single(await TopicReader.ReadAllAsync(broker, letters));
        Assert.Equal((bad, $"{retries + 1}"), (letter.SourceOffset(), letter.Header("dlq.attempts")));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
    }

    private sealed record Bad(long Offset);

    private sealed class OneIsBad(Handled handled, Tries tries, Bad bad) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                tries.Add(message, Attempt);
                if (message.Offset == bad.Offset)
                {
                    throw new InvalidOperationException($"{message} is bad");
                }

                handled.Add(message);
                MarkAsConsumed(message);
            }

            return Task.CompletedTask;
        }
    }
}
