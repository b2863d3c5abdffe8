using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Transactions;

/// <summary>A producer that is fenced, because another one took its transactional id, is replaced: the letter is told as failed, and lies in the dead letter topic once.</summary>
public sealed class When_a_producer_with_the_same_id_comes(KafkaBroker broker)
{
    [Fact]
    public async Task Should_make_a_new_producer_and_deliver_the_letter_once()
    {
        broker.RequireRealBroker("is not asked who takes a transactional id");
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        string prefix = KafkaBroker.NewName("id");
        await using Scenario scenario = new(broker);
        scenario.AllowErrors(ErrorType.Consume);
        scenario.AllowErrors(ErrorType.Poll);

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<AllBad>().DeadLetterQueue(queue => queue.Topic(letters).MaxRetries(0).Transactional())),
            options => options.DeadLetters = options.DeadLetters with { TransactionalIdPrefix = prefix });
        await TopicWriter.WriteAsync(broker, topic, count: 1);
        await scenario.HandlesAsync(0, letters: 1);
        using (IProducer<byte[], byte[]> thief = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = broker.BootstrapServers, TransactionalId = $"{prefix}.{scenario.Group}.main" }).Build())
        {
            thief.InitTransactions(TimeSpan.FromSeconds(30));
        }

        await TopicWriter.WriteAsync(broker, topic, count: 1);
        await scenario.HandlesAsync(0, letters: 2);
        await scenario.StopAsync();

        Assert.NotEmpty(scenario.EventsOf<DeadLetterFailed>());
        Assert.Equal([0, 1], (await TopicReader.ReadAllAsync(broker, letters)).Select(letter => letter.SourceOffset()));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 2);
    }

    private sealed class AllBad : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken) => throw new InvalidOperationException("bad");
    }
}
