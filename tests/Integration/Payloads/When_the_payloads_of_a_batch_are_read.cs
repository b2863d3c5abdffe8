using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;
using System.Collections.Concurrent;
using System.Text;

namespace Kafka.Dlq.Tests.Integration.Payloads;

/// <summary>
/// A batch gives its payloads in the order of its messages, each read when it is reached: a bad one fails the run where it lies, and those before it were marked.
/// A consumer of typed messages gets the same payloads one at a time.
/// </summary>
public sealed class When_the_payloads_of_a_batch_are_read(KafkaBroker broker)
{
    [Fact]
    public async Task Should_give_them_in_order_from_a_batch_of_bytes() => await CheckAsync<ReadsThePayloads>();

    [Fact]
    public async Task Should_give_them_in_order_from_a_typed_batch() => await CheckAsync<ReadsTypedPayloads>();

    [Fact]
    public async Task Should_give_them_one_at_a_time() => await CheckAsync<ReadsEachPayload>();

    private async Task CheckAsync<TConsumer>()
        where TConsumer : BaseConsumer
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 20, number => new() { Value = Encoding.UTF8.GetBytes(number == 13 ? "{" : $$"""{"total":{{number}}}""") });
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 2);
        ConcurrentQueue<int> totals = new();

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<TConsumer>().MaxMessages(10).MaxWaitTime(TimeSpan.FromSeconds(10)).DeadLetterQueue(letters, maxRetries: 1)),
            services: services => services.AddSingleton(totals));
        await scenario.HandlesAsync(19, letters: 1);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 20).Where(number => number != 13), totals);
        ConsumeResult<byte[], byte[]> letter = Assert.Single(await TopicReader.ReadAllAsync(broker, letters));
        Assert.Equal(("{", "13", "deserialization"), (letter.Text(), letter.Header("dlq.source.offset"), letter.Header("dlq.error.kind")));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 20);
    }

    private sealed record Order(int Total);

    private sealed class ReadsThePayloads(Handled handled, ConcurrentQueue<int> totals) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach ((Message message, Order order) in Messages.Zip(Messages.Payloads<Order>()))
            {
                totals.Enqueue(order.Total);
                handled.Add(message);
                MarkAsConsumed(message);
            }

            return Task.CompletedTask;
        }
    }

    private sealed class ReadsTypedPayloads(Handled handled, ConcurrentQueue<int> totals) : BaseConsumer<Order>
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach ((Message<Order> message, Order order) in Messages.Zip(Messages.Payloads))
            {
                totals.Enqueue(order.Total);
                handled.Add(message);
                MarkAsConsumed(message);
            }

            return Task.CompletedTask;
        }
    }

    private sealed class ReadsEachPayload(Handled handled, ConcurrentQueue<int> totals) : MessageConsumer<Order>
    {
        protected override Task ConsumeAsync(Message<Order> message, CancellationToken cancellationToken)
        {
            totals.Enqueue(message.Payload.Total);
            handled.Add(message);
            return Task.CompletedTask;
        }
    }
}
