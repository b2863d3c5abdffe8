using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using System.Text;

namespace Kafka.Dlq.Tests.Integration.Rejecting;

/// <summary>Records that a consumer rejects lie in the sink's topic, byte for byte with their reason, or as an envelope; the offset is committed behind them.</summary>
public sealed class When_records_are_rejected_into_a_topic(KafkaBroker broker)
{
    [Fact]
    public async Task Should_write_letters()
    {
        (Scenario scenario, IReadOnlyList<ConsumeResult<byte[], byte[]>> letters) = await RunAsync(RejectedFormat.Letter);

        Assert.Equal(Enumerable.Range(0, 10).Select(tens => (tens * 10L) + 7), letters.Select(letter => letter.SourceOffset()));
        ConsumeResult<byte[], byte[]> first = letters[0];
        Assert.Equal(("7", "key-7", "System.FormatException", "consume"), (first.Text(), Encoding.UTF8.GetString(first.Message.Key), first.Header("dlq.reason"), first.Header("dlq.error.kind")));
        Assert.Equal("kept", first.Header("own"));
        Assert.EndsWith("/0/7 is a seven", first.Header("dlq.error.message"), StringComparison.Ordinal);
        Assert.Equal(10, scenario.EventsOf<RecordRejected>().Count);
        Assert.Equal(90, scenario.Handled.Count);
    }

    [Fact]
    public async Task Should_write_envelopes_that_can_be_read_back()
    {
        (_, IReadOnlyList<ConsumeResult<byte[], byte[]>> letters) = await RunAsync(RejectedFormat.Envelope);

        RejectEnvelope envelope = RejectEnvelope.Read(letters[0].Message.Value);
        Assert.Equal("7", Encoding.UTF8.GetString(envelope.Record!.Value.Span));
        Assert.StartsWith("System.FormatException: ", envelope.Error, StringComparison.Ordinal);
        Assert.Equal(10, letters.Count);
    }

    private async Task<(Scenario Scenario, IReadOnlyList<ConsumeResult<byte[], byte[]>> Letters)> RunAsync(RejectedFormat format)
    {
        string topic = await broker.CreateTopicAsync();
        string bad = await broker.CreateTopicAsync(role: "bad");
        await TopicWriter.WriteAsync(broker, topic, count: 100, number => new Message<byte[], byte[]>
        {
            Key = Encoding.UTF8.GetBytes($"key-{number}"),
            Value = Encoding.UTF8.GetBytes($"{number}"),
            Headers = new Headers { { "own", "kept"u8.ToArray() } },
        });
        await using Scenario scenario = new(broker);

        await scenario.StartAsync(
            draw => draw.ConsumerGroup(scenario.Group, group => group.DeadLetterAction(DeadLetterAction.Sink("bad")).Topic(topic, route => route.Consumer<RejectsSevens>())),
            options => options.Topics = TopicProvisioning.Verify,
            services => services.AddKafkaDlq(kafka => kafka.TopicSink("bad", bad, format: format)));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
        await scenario.StopAsync();

        return (scenario, await TopicReader.ReadAllAsync(broker, bad));
    }
}
