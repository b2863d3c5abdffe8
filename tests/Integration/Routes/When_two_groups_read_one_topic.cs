using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Routes;

/// <summary>Two consumer groups of one host on one topic fail independently: each has its own retries, letters and offsets.</summary>
public sealed class When_two_groups_read_one_topic(KafkaBroker broker)
{
    private const int Count = 20;

    [Fact]
    public async Task Should_give_up_in_one_group_what_the_other_handles()
    {
        string topic = await broker.CreateTopicAsync();
        string billingLetters = await broker.CreateTopicAsync(role: "billing");
        string stockLetters = await broker.CreateTopicAsync(role: "stock");
        await TopicWriter.WriteAsync(broker, topic, Count);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 1 + 3);
        scenario.AllowRepeats("each message is handled in both groups");
        string billing = $"{scenario.Group}-billing";
        string stock = $"{scenario.Group}-stock";

        await scenario.StartAsync(draw => draw
            .ConsumerGroup(billing, group => group.Topic(topic, route => route.Consumer<BadAt4>().DeadLetterQueue(billingLetters, maxRetries: 0)))
            .ConsumerGroup(stock, group => group.Topic(topic, route => route.Consumer<BadAt9>().DeadLetterQueue(stockLetters, maxRetries: 2))));
        await scenario.HandlesAsync((Count - 1) * 2, letters: 2);
        await scenario.StopAsync();

        Assert.Equal((Count - 1) * 2, scenario.Handled.Count);
        Assert.Equal([4L], await SourcesAsync(billingLetters, billing));
        Assert.Equal([9L], await SourcesAsync(stockLetters, stock));
        await Committed.BecomesAsync(broker, billing, topic, expected: Count);
        await Committed.BecomesAsync(broker, stock, topic, expected: Count);
    }

    private async Task<IReadOnlyList<long>> SourcesAsync(string letters, string group)
    {
        IReadOnlyList<ConsumeResult<byte[], byte[]>> read = await TopicReader.ReadAllAsync(broker, letters);
        Assert.All(read, letter => Assert.Equal(group, letter.Header("dlq.source.group")));
        return [.. read.Select(letter => letter.SourceOffset())];
    }

    private abstract class BadAt(Handled handled, long bad) : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            if (message.Offset == bad)
            {
                throw new InvalidOperationException($"{message} is bad");
            }

            handled.Add(message);
            return Task.CompletedTask;
        }
    }

    private sealed class BadAt4(Handled handled) : BadAt(handled, bad: 4);

    private sealed class BadAt9(Handled handled) : BadAt(handled, bad: 9);
}
