using System.Diagnostics.Metrics;

namespace Kafka.Dlq.Tests.Unit.Instrumentation.Metrics;

/// <summary>A factory that owns its meters, as the host's does.</summary>
internal sealed class SomeMeterFactory : IMeterFactory
{
    public List<Meter> Meters { get; } = [];

    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        Meters.Add(new Meter(options));
        return Meters[^1];
    }

    public void Dispose() => Meters.ForEach(meter => meter.Dispose());
}
