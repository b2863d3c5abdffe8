using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Dlq.Tests.Simulation.Hosts;

/// <summary>A container with the one thing that simulated consumers ask for.</summary>
internal sealed class ConsumerServices(Handling handling) : IServiceScopeFactory, IServiceScope, IServiceProvider
{
    public IServiceProvider ServiceProvider => this;

    public IServiceScope CreateScope() => this;

    public object? GetService(Type serviceType) => serviceType == typeof(Handling) ? handling : null;

    public void Dispose()
    {
    }
}
