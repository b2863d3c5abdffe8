using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Kafka.Dlq.Tests.Unit.Instrumentation;

public sealed class KafkaDlqTelemetryTests
{
    [Fact]
    public void Tracing_that_adds_the_instrumentation_listens_to_the_source()
    {
        Tracing tracing = new();

        Assert.Same(tracing, tracing.AddKafkaDlqInstrumentation());

        Assert.Equal(["Kafka.Dlq"], tracing.Sources);
    }

    [Fact]
    public void Metrics_that_add_the_instrumentation_listen_to_the_meter()
    {
        Metering metrics = new();

        Assert.Same(metrics, metrics.AddKafkaDlqInstrumentation());

        Assert.Equal(["Kafka.Dlq"], metrics.Meters);
    }

    private sealed class Tracing : TracerProviderBuilder
    {
        public List<string> Sources { get; } = [];

        public override TracerProviderBuilder AddInstrumentation<TInstrumentation>(Func<TInstrumentation> instrumentationFactory) => this;

        public override TracerProviderBuilder AddLegacySource(string operationName) => this;

        public override TracerProviderBuilder AddSource(params string[] names)
        {
            Sources.AddRange(names);
            return this;
        }
    }

    private sealed class Metering : MeterProviderBuilder
    {
        public List<string> Meters { get; } = [];

        public override MeterProviderBuilder AddInstrumentation<TInstrumentation>(Func<TInstrumentation> instrumentationFactory) => this;

        public override MeterProviderBuilder AddMeter(params string[] names)
        {
            Meters.AddRange(names);
            return this;
        }
    }
}
