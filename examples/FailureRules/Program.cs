using Kafka.Dlq;
using Kafka.Dlq.Examples;
using Kafka.Dlq.Examples.FailureRules;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using System.Text.Json;

// Rules decide by the error what becomes of a message: longer retries, a topic of its own, nothing at all. What no rule takes goes on as the queue says.
using ExampleKafka broker = ExampleKafka.ConnectOrExit();
Console.WriteLine($"Broker: {broker.Description}");
broker.CreateTopic("orders.rules");
broker.CreateTopic("orders.rules.dlq");
broker.CreateTopic("orders.rules.malformed");
Expected expected = new(things: 5);

HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
builder.Services.AddSingleton(expected);
builder.Services.AddKafkaDlq(kafka => kafka
    .Configure(options =>
    {
        options.GroupId = "orders.rules.takers";
        options.Kafka["bootstrap.servers"] = broker.BootstrapServers;
        options.Topics = broker.Topics;
        options.Pause = new PauseOptions { Timeout = TimeSpan.FromMilliseconds(50) };
    })
    .Routes(routes => routes.Draw(draw => draw
        .Topic("orders.rules", topic => topic
            .Consumer<OrdersConsumer>()
            .DeadLetterQueue(queue => queue
                .Topic("orders.rules.dlq")
                .MaxRetries(1)
                .On<TimeoutException>().Retry(within: TimeSpan.FromMinutes(10))
                .On<JsonException>().DeadLetter("orders.rules.malformed")
                .On<OutdatedOrder>().Skip())))));

using IHost host = builder.Build();
KafkaMonitor monitor = host.Services.GetRequiredService<KafkaMonitor>();
monitor.Subscribe<DeadLetterDelivered>(e =>
{
    Console.WriteLine($"dead letter {e.Message} lies at {e.TargetTopic} after {e.Attempts} attempts: {e.Error?.Message}");
    expected.Happened();
});
monitor.Subscribe<DeadLetterSkipped>(e =>
{
    Console.WriteLine($"skipped     {e.Message} after {e.Attempts} attempts: {e.Error.Message}");
    expected.Happened();
});

await host.StartAsync();
await broker.ProduceAsync(
    "orders.rules",
    """{"number":0,"item":"lamp"}""",
    """{"number":1,"item":"piano"}""",
    "no order",
    """{"number":3,"item":"withdrawn"}""",
    """{"number":4,"item":"unicorn"}""");
int exitCode = await expected.ExitCodeAsync();
await host.StopAsync();
return exitCode;
