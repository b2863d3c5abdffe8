using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>An orderly stop in the middle of the work loses nothing and doubles nothing: the next start goes on where it ended.</summary>
public sealed class When_the_host_stops_half_way(KafkaBroker broker)
{
    private const int Count = 960;
    private const int Bad = Count / 20;

    [Fact]
    public async Task Should_handle_or_dispatch_every_message_exactly_once_over_both_starts()
    {
        string topic = await broker.CreateTopicAsync(partitions: 4);
        string letters = await broker.CreateTopicAsync(partitions: 4, role: "dlq");
        IReadOnlyList<TopicPartitionOffset> written = await TopicWriter.WriteAsync(broker, topic, Count, partitions: 4);
        await using Scenario scenario = new(broker);
        scenario.AllowErrors(ErrorType.Consume);
        Action<DrawBuilder> routes = draw => draw.Topic(topic, route => route.Consumer<EveryTwentiethIsBad>().MaxMessages(10).DeadLetterQueue(letters, maxRetries: 1));

        await scenario.StartAsync(routes);
        await scenario.HandlesAsync(Count / 4);
        await scenario.StopAsync();
        int half = scenario.Handled.Count;
        await scenario.StartAsync(routes);
        await scenario.HandlesAsync(Count - Bad, letters: Bad);
        await scenario.StopAsync();

        Assert.InRange(half, Count / 4, Count - Bad - 1);
        IReadOnlyList<ConsumeResult<byte[], byte[]>> read = await TopicReader.ReadAllAsync(broker, letters);
        IEnumerable<TopicPartitionOffset> dispatched = read.Select(letter => new TopicPartitionOffset(letter.Header("dlq.source.topic"), letter.SourcePartition(), letter.SourceOffset()));
        Assert.Equal(InOrder(written), InOrder(scenario.Handled.All.Concat(dispatched)));
        Assert.Equal(Bad, read.Count);
        for (int partition = 0; partition < 4; partition++)
        {
            await Committed.BecomesAsync(broker, scenario.Group, topic, expected: Count / 4, partition);
        }
    }

    private static IEnumerable<string> InOrder(IEnumerable<TopicPartitionOffset> places) => places.Select(place => place.ToString()).Order();

    private sealed class EveryTwentiethIsBad(Handled handled) : BaseConsumer
    {
        protected override async Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                await Task.Delay(1, cancellationToken);
                if (message.Offset.Value % 20 == 7)
                {
                    throw new InvalidOperationException($"{message} is bad");
                }

                handled.Add(message);
                MarkAsConsumed(message);
            }
        }
    }
}
