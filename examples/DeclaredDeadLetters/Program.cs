using Kafka.Dlq;
using Kafka.Dlq.Examples;
using Kafka.Dlq.Examples.DeclaredDeadLetters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// Dead letter topics declared beside their sources, as inactive routes: nobody consumes them here, but their partitions and settings are kept in code.
using ExampleKafka broker = ExampleKafka.ConnectOrExit();
Console.WriteLine($"Broker: {broker.Description}");
if (broker.IsEmbedded)
{
    Console.WriteLine("The embedded cluster cannot create topics on request, so this program creates them itself; on a broker of yours the declarations below do.");
    broker.CreateTopic("shipments", partitions: 3);
    broker.CreateTopic("shipments.dlq", partitions: 3);
}

HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
builder.Services.AddKafkaDlq(kafka => kafka
    .Configure(options =>
    {
        options.GroupId = "shipments.depot";
        options.Kafka["bootstrap.servers"] = broker.BootstrapServers;

        // CreateMissing on a real broker. Verify (the default) would only check, Align would also correct settings that differ.
        options.Topics = broker.Topics;
    })
    .Routes(routes => routes.Draw(draw => draw
        .Topic("shipments", topic => topic
            .Consumer<ShipmentsConsumer>()
            .Config(partitions: 3)
            .DeadLetterQueue("shipments.dlq", maxRetries: 0))
        .Topic("shipments.dlq", topic => topic
            .Active(false)
            .Config(partitions: 3, settings: new()
            {
                ["retention.ms"] = "1209600000",
                ["max.message.bytes"] = "2097152",
            })))));

using IHost host = builder.Build();
Expected expected = new(things: 2);
host.Services.GetRequiredService<KafkaMonitor>().Subscribe<DeadLetterDelivered>(letter =>
{
    Console.WriteLine($"dead letter {letter.Message} lies at {letter.Target.Topic}/{letter.Target.Partition.Value}/{letter.Target.Offset.Value}: {letter.Error?.Message}");
    expected.Happened();
});

await host.StartAsync();
await TopicSheet.WriteAsync(broker, "shipments.dlq");
await broker.ProduceAsync("shipments", "12 crates of pears", "a grand piano");
int exitCode = await expected.ExitCodeAsync();
await host.StopAsync();
return exitCode;
