using Confluent.Kafka;
using Kafka.Dlq;
using Kafka.Dlq.Examples;
using Kafka.Dlq.Examples.Orders;
using Kafka.Dlq.Examples.Orders.Demo;
using Kafka.Dlq.Examples.Orders.Screen;
using Microsoft.Extensions.Hosting;
using System.CommandLine;

// Begin reading with OrdersConsumer and OrdersRoutes; the rest makes orders, faults and the report.
// Ctrl-C belongs to the host, which stops in order: the command line must not end the process before.
return await DemoCommand.Create(RunAsync).Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });

static async Task<int> RunAsync(DemoSettings settings)
{
    try
    {
        using Telemetry telemetry = new();
        using ExampleKafka broker = ExampleKafka.Connect();
        foreach (string topic in settings.Topics.All)
        {
            broker.CreateTopic(topic, OrderTopics.Partitions);
        }

        using IHost host = DemoHost.Build(broker, settings);
        return await new Demonstration(Screens.Create(), settings, broker, host).RunAsync();
    }
    catch (Exception exception) when (exception is KafkaException or InvalidRoutesException or TimeoutException)
    {
        await Console.Error.WriteLineAsync(exception.Message);
        return 1;
    }
}
