using Kafka.Dlq;
using Kafka.Dlq.Examples;
using Kafka.Dlq.Examples.BatchIsolation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// A batch fails as a whole. Halved until the culprit stands alone, it loses that one message to the dead letter topic, and the others are stored.
using ExampleKafka broker = ExampleKafka.ConnectOrExit();
Console.WriteLine($"Broker: {broker.Description}");
broker.CreateTopic("invoices");
broker.CreateTopic("invoices.dlq");
InvoiceStore store = new();
Expected expected = new(things: 8);

HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
builder.Services.AddSingleton(expected).AddSingleton(store);
builder.Services.AddKafkaDlq(kafka => kafka
    .Configure(options =>
    {
        options.GroupId = "invoices.store";
        options.Kafka["bootstrap.servers"] = broker.BootstrapServers;
        options.Topics = broker.Topics;
        options.Pause = new PauseOptions { Timeout = TimeSpan.FromMilliseconds(50) };
    })
    .Routes(routes => routes.Draw(draw => draw
        .Topic("invoices", topic => topic
            .Consumer<InvoicesConsumer>()
            .MaxMessages(8)
            .MaxWaitTime(TimeSpan.FromSeconds(1))
            .DeadLetterQueue(queue => queue.Topic("invoices.dlq").MaxRetries(1).Isolate(Isolation.Bisect))))));

using IHost host = builder.Build();
host.Services.GetRequiredService<KafkaMonitor>().Subscribe<DeadLetterDelivered>(e =>
{
    Console.WriteLine($"dead letter {e.Message} lies at {e.TargetTopic} after {e.Attempts} attempts: {e.Error?.Message}");
    expected.Happened();
});

await host.StartAsync();
await broker.ProduceAsync("invoices", [.. Enumerable.Range(0, 8).Select(number => $$"""{"number":{{number}},"amount":{{(number == 5 ? -1 : 10)}}}""")]);
int exitCode = await expected.ExitCodeAsync();
await host.StopAsync();
Console.WriteLine($"stored      {store.Rows.Count} invoices, {(store.Rows.Distinct().Count() == store.Rows.Count ? "none of them twice" : "some of them twice")}");
return exitCode;
