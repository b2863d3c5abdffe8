using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Kafka.Dlq.Examples.Orders.Demo;

/// <summary>Sends traces and metrics to a collector when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one.</summary>
internal sealed class Telemetry : IDisposable
{
    private readonly TracerProvider? _traces;
    private readonly MeterProvider? _metrics;

    public Telemetry()
    {
        if (Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 })
        {
            _traces = Sdk.CreateTracerProviderBuilder().AddKafkaDlqInstrumentation().AddOtlpExporter().Build();
            _metrics = Sdk.CreateMeterProviderBuilder().AddKafkaDlqInstrumentation().AddOtlpExporter().Build();
        }
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }
}
