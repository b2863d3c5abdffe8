using Kafka.Dlq;
using Microsoft.Extensions.Hosting;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Services.AddKafkaDlq(kafka => kafka
    .Configure(options =>
    {
        options.GroupId = "billing";
        options.Kafka["bootstrap.servers"] = Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP_SERVERS") ?? "localhost:9092";
        options.Topics = TopicProvisioning.CreateMissing;
    })
    .Routes(routes => routes.Draw(draw => draw
        .Topic("orders", topic => topic.Consumer<OrdersConsumer>().DeadLetterQueue("orders.dlq", maxRetries: 2)))));
await builder.Build().RunAsync();

internal sealed record Order(long Number, decimal Total);

internal sealed class OrdersConsumer : MessageConsumer<Order>
{
    protected override Task ConsumeAsync(Message<Order> message, CancellationToken cancellationToken) => message.Payload.Total >= 0
        ? Console.Out.WriteLineAsync($"order {message.Payload.Number}: {message.Payload.Total}")
        : throw new InvalidOperationException("negative total"); // tried 3 times, then a letter in orders.dlq
}
