using Kafka.Dlq;
using Kafka.Dlq.Examples;
using Kafka.Dlq.Examples.MonitorEvents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// Watching: subscribe to events by type or by name. Events are records that may be kept; a subscriber that throws breaks nothing.
using ExampleKafka broker = ExampleKafka.ConnectOrExit();
Console.WriteLine($"Broker: {broker.Description}");
broker.CreateTopic("readings");
broker.CreateTopic("readings.dlq");

HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
builder.Services.AddKafkaDlq(kafka => kafka
    .Configure(options =>
    {
        options.GroupId = "readings.archive";
        options.Kafka["bootstrap.servers"] = broker.BootstrapServers;
        options.Topics = broker.Topics;
        options.Pause = new PauseOptions { Timeout = TimeSpan.FromMilliseconds(100) };
    })
    .Routes(routes => routes.Draw(draw => draw
        .Topic("readings", topic => topic
            .Consumer<ReadingsConsumer>()
            .DeadLetterQueue("readings.dlq", maxRetries: 2)))));

using IHost host = builder.Build();
KafkaMonitor monitor = host.Services.GetRequiredService<KafkaMonitor>();
Expected expected = new(things: 1);

// By type: the event's members are there.
monitor.Subscribe<ErrorOccurred>(e => Console.WriteLine($"failed      {e.Topic}/{e.Partition?.Value}/{e.Offset?.Value}, attempt {e.Attempt}: {e.Error.Message}"));
monitor.Subscribe<ConsumingPause>(e => Console.WriteLine($"waiting     {e.Duration.TotalMilliseconds} ms, then on from offset {e.Offset.Value}"));
monitor.Subscribe<ConsumingRetry>(e => Console.WriteLine($"trying      attempt {e.Attempt}"));
monitor.Subscribe<DeadLetterDispatched>(e => Console.WriteLine($"gave up     {e.Message} after {e.Attempts} attempts: {e.Error?.Message}"));

// By name: for what treats many events alike, such as a recorder. The disposable ends the subscription.
using IDisposable delivered = monitor.Subscribe("dead_letter_queue.delivered", e =>
{
    Console.WriteLine($"recorded    {e.Name}");
    expected.Happened();
});

await host.StartAsync();
await broker.ProduceAsync("readings", "21.5", "warm", "22");
int exitCode = await expected.ExitCodeAsync();
await host.StopAsync();
return exitCode;
