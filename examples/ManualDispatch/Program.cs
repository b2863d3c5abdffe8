using Kafka.Dlq;
using Kafka.Dlq.Examples;
using Kafka.Dlq.Examples.ManualDispatch;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// Dispatching by hand: the consumer itself decides which messages are dead letters, and says why. Begin reading with PaymentsConsumer.
using ExampleKafka broker = ExampleKafka.ConnectOrExit();
Console.WriteLine($"Broker: {broker.Description}");
broker.CreateTopic("payments");
broker.CreateTopic("payments.dlq");

HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
builder.Services.AddSingleton(new Expected(things: 4));
builder.Services.AddKafkaDlq(kafka => kafka
    .Configure(options =>
    {
        options.GroupId = "payments.booking";
        options.Kafka["bootstrap.servers"] = broker.BootstrapServers;
        options.Topics = broker.Topics;
    })
    .Routes(routes => routes.Draw(draw => draw
        .Topic("payments", topic => topic
            .Consumer<PaymentsConsumer>()
            .DeadLetterQueue("payments.dlq")))));

using IHost host = builder.Build();
Expected expected = host.Services.GetRequiredService<Expected>();
host.Services.GetRequiredService<KafkaMonitor>().Subscribe<DeadLetterDelivered>(letter =>
{
    Console.WriteLine($"dead letter {letter.Message} lies at {letter.Target.Topic}/{letter.Target.Partition.Value}/{letter.Target.Offset.Value}: {letter.Reason}");
    expected.Happened();
});

await host.StartAsync();
await broker.ProduceAsync(
    "payments",
    """{"iban":"DE02120300000000202051","amount":10}""",
    """{"iban":"","amount":5}""",
    """{"iban":"FR1420041010050500013M02606","amount":-3}""",
    """{"iban":"NL91ABNA0417164300","amount":7}""");
int exitCode = await expected.ExitCodeAsync();
await host.StopAsync();
return exitCode;
