using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using System.Text;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>A payload that is not what the consumer asks for fails its run like any error; what is dispatched are its raw bytes.</summary>
public sealed class When_a_payload_cannot_be_deserialized(KafkaBroker broker)
{
    private static readonly byte[] NoJson = [0xFF, 0x00, (byte)'{', 0xFE];

    [Fact]
    public async Task Should_dispatch_the_raw_bytes_as_a_deserialization_error()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 10, number => new() { Value = number == 5 ? NoJson : Encoding.UTF8.GetBytes($$"""{"total":{{number}}}""") });
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 2);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<AddsTotals>().Deserializer(Json.For<Order>()).DeadLetterQueue(letters, maxRetries: 1)));
        await scenario.HandlesAsync(9, letters: 1);
        await scenario.StopAsync();

        Assert.Equal([0, 1, 2, 3, 4, 6, 7, 8, 9], scenario.Handled.Offsets(topic));
        ConsumeResult<byte[], byte[]> letter = Assert.Single(await TopicReader.ReadAllAsync(broker, letters));
        Assert.Equal(NoJson, letter.Message.Value);
        Assert.Equal(("5", "2", "deserialization"), (letter.Header("dlq.source.offset"), letter.Header("dlq.attempts"), letter.Header("dlq.error.kind")));
        Assert.All(scenario.EventsOf<ErrorOccurred>(), error => Assert.IsType<MessageDeserializationException>(error.Error));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 10);
    }

    private sealed record Order(int Total);

    private sealed class AddsTotals(Handled handled) : BaseConsumer<Order>
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message<Order> message in Messages)
            {
                Assert.Equal(message.Offset.Value, message.Payload.Total);
                handled.Add(message);
                MarkAsConsumed(message);
            }

            return Task.CompletedTask;
        }
    }
}
