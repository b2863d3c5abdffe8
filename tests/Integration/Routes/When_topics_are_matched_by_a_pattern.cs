using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Routes;

/// <summary>A pattern takes every topic whose whole name it matches, those too that come later, and never the dead letter topic of its own route.</summary>
public sealed class When_topics_are_matched_by_a_pattern(KafkaBroker broker)
{
    [Theory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public async Task Should_take_the_topics_it_matches_and_not_their_letters(GroupProtocol protocol)
    {
        string prefix = KafkaBroker.NewName();
        string letters = $"{prefix}.dlq";
        await broker.CreateTopicAsync($"{prefix}.1", partitions: 1);
        await broker.CreateTopicAsync($"{prefix}.22", partitions: 1);
        await broker.CreateTopicAsync(letters, partitions: 1);
        await TopicWriter.WriteAsync(broker, $"{prefix}.1", count: 5);
        await TopicWriter.WriteAsync(broker, $"{prefix}.22", count: 5);
        await using Scenario scenario = new(broker);
        scenario.AllowErrors(ErrorType.Consume);

        await scenario.StartAsync(
            draw => draw.Topic($"^{prefix}[.][0-9]+$", route => route.Consumer<BadAt3>().DeadLetterQueue(letters, maxRetries: 1)),
            options =>
            {
                options.Use(protocol);
                options.Kafka["topic.metadata.refresh.interval.ms"] = "500";
            });
        await scenario.HandlesAsync(8, letters: 2);
        await broker.CreateTopicAsync($"{prefix}.333", partitions: 1);
        await TopicWriter.WriteAsync(broker, $"{prefix}.333", count: 5);
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<DeadLetterDelivered>().Count == 3, () => "a topic that came later is not consumed", TimeSpan.FromSeconds(60));
        await scenario.HandlesAsync(12, letters: 3);
        await scenario.StopAsync();

        Assert.Equal(
            [$"{prefix}.1", $"{prefix}.22", $"{prefix}.333"],
            (await TopicReader.ReadAllAsync(broker, letters)).Select(letter => letter.Header("dlq.source.topic")).Order());
        Assert.Null(await Committed.OffsetAsync(broker, scenario.Group, letters));
        Assert.DoesNotContain(scenario.EventsOf<PartitionsAssigned>().SelectMany(assigned => assigned.Partitions), partition => partition.Topic == letters);
    }

    private sealed class BadAt3(Handled handled) : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            if (message.Offset == 3)
            {
                throw new InvalidOperationException($"{message} is bad");
            }

            handled.Add(message);
            return Task.CompletedTask;
        }
    }
}
