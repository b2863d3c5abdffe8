using Kafka.Dlq;
using Kafka.Dlq.Examples;
using Kafka.Dlq.Examples.TypedRecovery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

// Orders come in by HTTP, are priced by a transform, and what is wrong with them, here or there, lies in one typed dead letter queue, whose letters are repaired or parked. README.md has the requests.
using ExampleKafka broker = ExampleKafka.ConnectOrExit();
Console.WriteLine($"Broker: {broker.Description}");
foreach (string topic in new[] { "orders", "orders.dlq", "orders.priced", "orders.parked" })
{
    broker.CreateTopic(topic);
}

DeadLetterQueue<Order> orderLetters = new("orders.dlq", maxRetries: 1);

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.UseUrls(Environment.GetEnvironmentVariable("INGEST_URL") ?? "http://127.0.0.1:5080");
builder.Services.AddKafkaDlq(kafka => kafka
    .Configure(options =>
    {
        options.GroupId = "orders.recovery";
        options.Kafka["bootstrap.servers"] = broker.BootstrapServers;
        options.Topics = broker.Topics;
        options.Pause = new PauseOptions { Timeout = TimeSpan.FromMilliseconds(50) };
    })
    .Routes(routes => routes.Draw(draw => draw
        .Topic("orders", topic => topic.Transform<Order, PricedOrder>("orders.priced", PricedOrder.Of).DefaultDeadLetterQueue(orderLetters))
        .Topic("orders.priced", topic => topic.Consumer<PricedConsumer>())
        .DeadLetterQueue(orderLetters, topic => topic.TransformMany<DeadLetter<Order>>(["orders", "orders.parked"], Recovery.Repair)))));

WebApplication app = builder.Build();
app.MapIngest<Order>("/ingest/orders", "orders");
app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"Listening on {string.Join(", ", app.Urls)}; Ctrl-C stops in order."));
await app.RunAsync();
