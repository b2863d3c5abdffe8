using Kafka.Dlq;
using Kafka.Dlq.Examples;
using Kafka.Dlq.Examples.RetryTopics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// A parcel that cannot be handed over does not keep the van: the others go on, and it is tried again after 1 s and after 2 s. Then it is a dead letter.
using ExampleKafka broker = ExampleKafka.ConnectOrExit();
Console.WriteLine($"Broker: {broker.Description}");
foreach (string topic in (string[])["parcels", "parcels.delivery.retry.1s", "parcels.delivery.retry.2s", "parcels.dlq"])
{
    broker.CreateTopic(topic);
}

Expected expected = new(things: 4);
HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
builder.Services.AddSingleton(expected);
builder.Services.AddKafkaDlq(kafka => kafka
    .Configure(options =>
    {
        options.GroupId = "delivery";
        options.Kafka["bootstrap.servers"] = broker.BootstrapServers;
        options.Topics = broker.Topics;
        if (broker.IsEmbedded)
        {
            // Retry topics have a connection of their own, a second member of the group, for which a classic group of the embedded cluster would wait a whole session.
            options.Kafka["group.protocol"] = "consumer";
        }
    })
    .Routes(routes => routes.Draw(draw => draw
        .Topic("parcels", topic => topic
            .Consumer<ParcelsConsumer>()
            .DeadLetterQueue(queue => queue
                .Topic("parcels.dlq")
                .RetryTopics(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)))))));

using IHost host = builder.Build();
KafkaMonitor monitor = host.Services.GetRequiredService<KafkaMonitor>();
monitor.Subscribe<MessageRetryScheduled>(e => Console.WriteLine($"waits       {e.Message} in {e.TargetTopic} after {e.Attempts} attempt(s): {e.Error.Message}"));
monitor.Subscribe<DeadLetterDelivered>(e =>
{
    Console.WriteLine($"dead letter {e.Id} lies at {e.TargetTopic} after {e.Attempts} attempts: {e.Error?.Message}");
    expected.Happened();
});

await host.StartAsync();
await broker.ProduceAsync(
    "parcels",
    """{"content":"a book","failingRuns":0}""",
    """{"content":"a vase","failingRuns":2}""",
    """{"content":"a piano","failingRuns":9}""",
    """{"content":"a hat","failingRuns":0}""");
int exitCode = await expected.ExitCodeAsync();
await host.StopAsync();
return exitCode;
