using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>With <see cref="DispatchMethod.ProduceSync"/> the partition goes on only when the broker has the letter.</summary>
public sealed class When_the_dispatch_is_awaited(KafkaBroker broker)
{
    [Fact]
    public async Task Should_have_the_letter_readable_before_the_next_message_is_handled()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        LettersSeen seen = new(letters);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 3);

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<BadAt0>().DeadLetterQueue(letters, maxRetries: 2, dispatchMethod: DispatchMethod.ProduceSync)),
            options => options.Producer["linger.ms"] = "300", // A letter that is not awaited would arrive late.
            services => services.AddSingleton(seen));
        await scenario.HandlesAsync(99, letters: 1);
        await scenario.StopAsync();

        Assert.Equal("0", Assert.Single(seen.BeforeOffset1!).Text());
        Assert.Equal(Enumerable.Range(1, 99).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        Assert.Single(await TopicReader.ReadAllAsync(broker, letters));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
    }

    private sealed class BadAt0(Handled handled, KafkaBroker broker, LettersSeen seen) : BaseConsumer
    {
        protected override async Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                if (message.Offset == 0)
                {
                    throw new InvalidOperationException("0 is bad");
                }

                seen.BeforeOffset1 ??= await TopicReader.ReadAllAsync(broker, seen.Topic);
                handled.Add(message);
                MarkAsConsumed(message);
            }
        }
    }

    private sealed class LettersSeen(string topic)
    {
        public string Topic => topic;

        public IReadOnlyList<ConsumeResult<byte[], byte[]>>? BeforeOffset1 { get; set; }
    }
}
