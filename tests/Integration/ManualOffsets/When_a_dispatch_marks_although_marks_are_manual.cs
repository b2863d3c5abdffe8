using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.ManualOffsets;

/// <summary>With <c>markAfterDispatch: true</c> a dispatch marks its message under manual offset management too, and only that.</summary>
public sealed class When_a_dispatch_marks_although_marks_are_manual(KafkaBroker broker)
{
    [Fact]
    public async Task Should_commit_what_became_a_letter_and_nothing_else()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 10);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 1);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route
            .Consumer<BadAt3>()
            .ManualOffsetManagement()
            .DeadLetterQueue(letters, maxRetries: 0, markAfterDispatch: true)));
        await scenario.HandlesAsync(9, letters: 1);
        await scenario.StopAsync();

        Assert.Equal([0, 1, 2, 4, 5, 6, 7, 8, 9], scenario.Handled.Offsets(topic));
        Assert.Equal("3", Assert.Single(await TopicReader.ReadAllAsync(broker, letters)).Text());
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 4);
    }

    private sealed class BadAt3(Handled handled) : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            if (message.Offset == 3)
            {
                throw new InvalidOperationException("3 is bad");
            }

            handled.Add(message);
            return Task.CompletedTask;
        }
    }
}
