using Confluent.Kafka;
using Kafka.Dlq.Testing;
using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>A consumer that overrides <c>Producer</c> has its letters sent through it, wherever it leads.</summary>
public sealed class When_a_consumer_has_its_own_producer(KafkaBroker broker)
{
    [Fact]
    public async Task Should_send_its_letters_through_that_producer()
    {
        using EmbeddedKafka second = EmbeddedKafka.Start();
        using IProducer<byte[]?, byte[]?> own = new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig { BootstrapServers = second.BootstrapServers, Acks = Acks.All }).Build();
        string letters = KafkaBroker.NewName("dlq");
        second.CreateTopic(letters);
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 2);

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<BadAt10>().DeadLetterQueue(letters, maxRetries: 1)),
            services: services => services.AddSingleton(own));
        await scenario.HandlesAsync(99, letters: 1);
        await scenario.StopAsync();

        ConsumeResult<byte[], byte[]> letter = Assert.Single(await TopicReader.ReadAllAsync(second.BootstrapServers, letters));
        Assert.Equal(("10", "10"), (letter.Text(), letter.Header("dlq.source.offset")));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
        own.Produce(letters, new Message<byte[]?, byte[]?> { Value = [1] });
        Assert.Equal(0, own.Flush(TimeSpan.FromSeconds(10)));
    }

    private sealed class BadAt10(Handled handled, IProducer<byte[]?, byte[]?> own) : BaseConsumer
    {
        protected override IProducer<byte[]?, byte[]?> Producer => own;

        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                if (message.Offset == 10)
                {
                    throw new InvalidOperationException("10 is bad");
                }

                handled.Add(message);
                MarkAsConsumed(message);
            }

            return Task.CompletedTask;
        }
    }
}
