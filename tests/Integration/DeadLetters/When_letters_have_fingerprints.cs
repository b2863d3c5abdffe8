using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>Letters of one fault have one fingerprint, whatever numbers are in its text and whichever process wrote them; letters of another fault have another.</summary>
public sealed class When_letters_have_fingerprints(KafkaBroker broker)
{
    [Fact]
    public async Task Should_tell_faults_apart_and_not_messages()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 4);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 4);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<Failing>().DeadLetterQueue(queue => queue.Topic(letters).MaxRetries(0).Fingerprint())));
        await scenario.HandlesAsync(0, letters: 4);
        await scenario.StopAsync();

        IReadOnlyList<ConsumeResult<byte[], byte[]>> read = await TopicReader.ReadAllAsync(broker, letters);
        List<string?> fingerprints = [.. read.OrderBy(letter => letter.SourceOffset()).Select(letter => letter.Header("dlq.fingerprint"))];
        Assert.All(fingerprints, fingerprint => Assert.Matches("^[0-9a-f]{16}$", fingerprint));
        Assert.Equal(fingerprints[0], fingerprints[2]);
        Assert.Equal(fingerprints[1], fingerprints[3]);
        Assert.NotEqual(fingerprints[0], fingerprints[1]);
    }

    private sealed class Failing : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken) => message.Offset.Value % 2 == 0
            ? throw new InvalidOperationException($"order {message.Offset.Value} cannot be had")
            : throw new InvalidOperationException($"order {message.Offset.Value} has no customer");
    }
}
