using Kafka.Dlq.Tests.Integration.Support;
using System.Text;

namespace Kafka.Dlq.Tests.Integration.Rejecting;

/// <summary>With an action for payloads that cannot be read, the consumer is given only the others, no run fails, and offsets move on behind both.</summary>
public sealed class When_payloads_cannot_be_read(KafkaBroker broker)
{
    [Fact]
    public async Task Should_reject_them_before_the_run()
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 100, number => new() { Value = Encoding.UTF8.GetBytes(number % 10 == 9 ? "{" : $$"""{"number":{{number}}}""") });
        await using Scenario scenario = new(broker);
        TableSink table = new();

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<TakesOrders>().Deserializer(Json.For<Order>(), DeadLetterAction.Sink("table"))),
            services: services => services.AddKafkaDlq(kafka => kafka.Sink("table", _ => table)));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 10).Select(tens => (tens * 10L) + 9), table.Offsets);
        Assert.All(table.Rows, row => Assert.Equal((ErrorKind.Deserialization, "{"), (row.Kind, Encoding.UTF8.GetString(row.Body.Bytes!.Value.Span))));
        Assert.Equal(90, scenario.Handled.Count);
        Assert.Empty(scenario.EventsOf<ErrorOccurred>());
    }

    private sealed record Order(int Number);

    private sealed class TakesOrders(Handled handled) : BaseConsumer<Order>
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message<Order> message in Messages)
            {
                Assert.Equal(message.Offset.Value, message.Payload.Number);
                handled.Add(message);
            }

            return Task.CompletedTask;
        }
    }
}
