using Confluent.Kafka;
using Kafka.Dlq.Provisioning;
using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;
using System.Text.Json;

namespace Kafka.Dlq.Tests.Integration.Strategies;

/// <summary>The first rule that fits decides what becomes of a message; what no rule takes is dispatched after its retries. Topics of rules are made like the queue's own.</summary>
public sealed class When_rules_decide(KafkaBroker broker)
{
    private static readonly Trouble ByKind = new((message, attempt) => message.Offset.Value switch
    {
        10 when attempt <= 5 => new InvalidOperationException("late", new TimeoutException()),
        20 => new JsonException("20 is no order"),
        30 => new OutdatedOrder(),
        40 => new InvalidOperationException("40 is bad"),
        _ => null,
    });

    [Fact]
    public async Task Should_retry_dispatch_and_skip_as_the_rules_say()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        string malformed = await broker.CreateTopicAsync(role: "malformed");
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 5 + 1 + 1 + 2);

        await scenario.StartAsync(draw => Draw(draw, topic, letters, malformed), services: services => services.AddSingleton(ByKind));
        await scenario.HandlesAsync(97, letters: 2);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 100).Select(offset => (long)offset).Except([20, 30, 40]), scenario.Handled.Offsets(topic));
        Assert.Equal([1, 2, 3, 4, 5, 6], scenario.Tries.At(10));
        Assert.Equal((20L, "1"), Tell(Assert.Single(await TopicReader.ReadAllAsync(broker, malformed))));
        Assert.Equal((40L, "2"), Tell(Assert.Single(await TopicReader.ReadAllAsync(broker, letters))));
        Assert.Equal((30L, 1), (Assert.Single(scenario.EventsOf<DeadLetterSkipped>()).Message.Offset.Value, scenario.EventsOf<DeadLetterSkipped>()[0].Attempts));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
    }

    [Fact]
    public async Task Should_create_the_topics_that_rules_name()
    {
        broker.RequireRealBroker("creates topics");
        string topic = await broker.CreateTopicAsync();
        string letters = KafkaBroker.NewName("dlq");
        string malformed = KafkaBroker.NewName("malformed");
        await TopicWriter.WriteAsync(broker, topic, count: 21);
        await using Scenario scenario = new(broker);
        scenario.AllowErrors(ErrorType.Consume);

        await scenario.StartAsync(
            draw => Draw(draw, topic, letters, malformed), options => options.Topics = TopicProvisioning.CreateMissing, services => services.AddSingleton(ByKind));
        await scenario.HandlesAsync(20, letters: 1);
        await scenario.StopAsync();

        Assert.Equal("20", Assert.Single(await TopicReader.ReadAllAsync(broker, malformed)).Text());
        Assert.Empty(await TopicReader.ReadAllAsync(broker, letters));
    }

    [Fact]
    public async Task Should_refuse_the_start_when_a_topic_that_a_rule_names_is_missing()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        string malformed = KafkaBroker.NewName("malformed");
        broker.RequireRealBroker("knows which topics are missing");
        await using Scenario scenario = new(broker);

        TopicProvisioningException refused = await Assert.ThrowsAsync<TopicProvisioningException>(() => scenario.StartAsync(
            draw => Draw(draw, topic, letters, malformed), options => options.Topics = TopicProvisioning.Verify, services => services.AddSingleton(ByKind)));

        Assert.Contains(malformed, refused.Message, StringComparison.Ordinal);
    }

    private static void Draw(DrawBuilder draw, string topic, string letters, string malformed) => draw.Topic(topic, route => route.Consumer<Troubled>().DeadLetterQueue(queue => queue
        .Topic(letters)
        .MaxRetries(1)
        .On<TimeoutException>().Retry(times: 10)
        .On<JsonException>().DeadLetter(malformed)
        .On<OutdatedOrder>().Skip()));

    private static (long Offset, string? Attempts) Tell(ConsumeResult<byte[], byte[]> letter) => (letter.SourceOffset(), letter.Header("dlq.attempts"));

    private sealed class OutdatedOrder : Exception;
}
