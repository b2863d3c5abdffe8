using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.Benchmarks.Broker;

/// <summary>A host of ours as its users build it, with default options and without log output.</summary>
internal static class OurHost
{
    public static IHost Build(Member member, Action<IServiceCollection> services, Action<DrawBuilder> draw)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        services(builder.Services);
        builder.Services.AddKafkaDlq(kafka => kafka.Configure(options => Configure(options, member)).Routes(routes => routes.Draw(draw)));
        return builder.Build();
    }

    private static void Configure(KafkaDlqOptions options, Member member)
    {
        options.GroupId = member.Group;
        options.Kafka["bootstrap.servers"] = member.Brokers;
        options.Fetching = member.Fetching ?? options.Fetching;

        // Only topics with DeadLetterQueue fail here, and they shall fail fast.
        options.Pause = new PauseOptions { Timeout = TimeSpan.Zero };
    }
}
