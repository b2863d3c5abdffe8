using Kafka.Dlq.Benchmarks.Broker;
using Kafka.Dlq.Benchmarks.Measuring;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.Benchmarks.Throughput;

/// <summary>A host of ours with one topic and default options, as its users run it, without log output.</summary>
internal static class OurHost
{
    public static async Task RunAsync<TConsumer>(ThroughputJob job, Gauge gauge, TimeSpan deadline)
        where TConsumer : BaseConsumer
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(gauge).AddSingleton(job.Topic).AddKafkaDlq(kafka => kafka
            .Configure(options => Configure(options, job))
            .Routes(routes => routes.Draw(draw => draw.Topic(job.Topic.Name, topic => topic.Consumer<TConsumer>().Deserializer(Json.For(OrderJson.Default.Order))))));
        using IHost host = builder.Build();
        await host.StartAsync();
        await gauge.FinishAsync(deadline);
        await host.StopAsync();
    }

    private static void Configure(KafkaDlqOptions options, ThroughputJob job)
    {
        options.GroupId = job.Group;
        options.Kafka["bootstrap.servers"] = job.Brokers;
        options.Fetching = job.Fetching ?? options.Fetching;
    }
}
