using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary><c>DispatchToDlqAsync</c> returns when the broker has the letter. Like <c>DispatchToDlq</c> it marks nothing, counts nothing and pauses nothing: that stays the consumer's own.</summary>
public sealed class When_a_dispatch_by_hand_is_awaited(KafkaBroker broker)
{
    [Fact]
    public async Task Should_return_when_the_broker_has_the_letter()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 3);
        await using Scenario scenario = new(broker);
        LettersSeen seen = new(letters);

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<AwaitsTheLetterOf0>().ManualOffsetManagement().DeadLetterQueue(letters)),
            options => options.Producer["linger.ms"] = "300", // A letter that is not awaited would arrive late.
            services => services.AddSingleton(seen));
        await scenario.HandlesAsync(3, letters: 1);
        await scenario.StopAsync();

        ConsumeResult<byte[], byte[]> letter = Assert.Single(seen.BehindTheDispatch!);
        Assert.Equal(("0", "by hand"), (letter.Text(), letter.Header("dlq.reason")));
        Assert.Null(await Committed.OffsetAsync(broker, scenario.Group, topic));
        Assert.Empty(scenario.EventsOf<ConsumingPause>());
    }

    [Fact]
    public async Task Should_leave_the_attempts_as_they_are()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 1);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 3);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<DispatchesInItsSecondRun>().DeadLetterQueue(letters, maxRetries: 2)));
        await scenario.HandlesAsync(0, letters: 2);
        await scenario.StopAsync();

        Assert.Equal([1, 2, 3], scenario.Tries.At(0));
        Assert.Equal([("manual", "2"), ("consume", "3")], (await TopicReader.ReadAllAsync(broker, letters)).Select(letter => (letter.Header("dlq.error.kind")!, letter.Header("dlq.attempts")!)));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 1);
    }

    private sealed class LettersSeen(string topic)
    {
        public string Topic => topic;

        public IReadOnlyList<ConsumeResult<byte[], byte[]>>? BehindTheDispatch { get; set; }
    }

    private sealed class AwaitsTheLetterOf0(Handled handled, KafkaBroker broker, LettersSeen seen) : MessageConsumer
    {
        protected override async Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            if (message.Offset == 0)
            {
                await DispatchToDlqAsync(message, "by hand");
                seen.BehindTheDispatch = await TopicReader.ReadAllAsync(broker, seen.Topic);
            }

            handled.Add(message);
        }
    }

    private sealed class DispatchesInItsSecondRun(Tries tries) : MessageConsumer
    {
        protected override async Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            tries.Add(message, Attempt);
            if (Attempt == 2)
            {
                await DispatchToDlqAsync(message);
            }

            throw new InvalidOperationException("bad");
        }
    }
}
