using Kafka.Dlq.Hosting;
using Kafka.Dlq.Instrumentation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kafka.Dlq;

/// <summary>Adds the framework to a host.</summary>
public static class KafkaDlqServices
{
    /// <summary>
    /// Adds the framework to a host: consumers begin when the host starts and end in order when it stops. <see cref="KafkaMonitor"/> and <see cref="TopicPlanner"/> are in the container then.
    /// May be called several times; all that is said adds up.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Says options and routes.</param>
    /// <remarks>The host's start throws <c>InvalidRoutesException</c> with every fault of options and routes, and <c>TopicProvisioningException</c> with every topic that is not as declared.</remarks>
    public static IServiceCollection AddKafkaDlq(this IServiceCollection services, Action<KafkaDlqBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        configure(BuilderOf(services));
        return services;
    }

    /// <summary>
    /// Adds the framework's health: unhealthy while no broker can be reached or a poll thread stands still; degraded while dead letters cannot be delivered
    /// or a partition has been failing for longer than <see cref="HealthOptions.StuckAfter"/>.
    /// </summary>
    /// <param name="health">The host's health checks.</param>
    /// <param name="name">Name of the check.</param>
    public static IHealthChecksBuilder AddKafkaDlq(this IHealthChecksBuilder health, string name = "kafka_dlq")
    {
        ArgumentNullException.ThrowIfNull(health);
        return health.Add(new HealthCheckRegistration(name, services => services.GetRequiredService<KafkaDlqHealthCheck>(), failureStatus: null, tags: ["kafka"]));
    }

    private static KafkaDlqBuilder BuilderOf(IServiceCollection services)
    {
        if (services.FirstOrDefault(service => service.ServiceType == typeof(KafkaDlqBuilder))?.ImplementationInstance is KafkaDlqBuilder known)
        {
            return known;
        }

        KafkaDlqBuilder builder = new(services);
        services.AddSingleton(builder);
        services.AddOptions<KafkaDlqOptions>().Configure(builder.Apply);
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<KafkaMonitor>();
        services.TryAddSingleton<KafkaMeters>();
        services.TryAddSingleton(provider => new TopicPlanner(
            builder, provider.GetRequiredService<IOptions<KafkaDlqOptions>>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>()));
        services.TryAddSingleton<KafkaDlqService>();
        services.TryAddSingleton<KafkaDlqHealthCheck>();
        services.AddHostedService(provider => provider.GetRequiredService<KafkaDlqService>());
        services.AddSingleton<IPostConfigureOptions<HostOptions>, HostStopTimeout>();
        return builder;
    }
}
