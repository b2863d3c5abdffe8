using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.Examples.Orders.Demo;

/// <summary>The host of the demonstration: the orders, and what makes them fail.</summary>
internal static class DemoHost
{
    public static IHost Build(ExampleKafka broker, DemoSettings settings)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);

        // Failures are planted by the hundred here; troubles that are not planted are shown by the progress display.
        builder.Logging.ClearProviders();
        builder.Services
            .AddSingleton(broker)
            .AddSingleton(settings.Topics)
            .AddSingleton<Tally>()
            .AddSingleton<FlakyLine>()
            .AddSingleton<Ledger>()
            .AddOrders(broker, settings.Topics);
        return builder.Build();
    }
}
