using System.Diagnostics;

namespace Kafka.Dlq.Tests.Unit.Instrumentation.Tracing;

/// <summary>Listens to the framework's source, so that its activities are made.</summary>
internal sealed class HeardActivities : IDisposable
{
    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = source => source.Name == KafkaDlqTelemetry.ActivitySourceName,
        Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
    };

    public HeardActivities() => ActivitySource.AddActivityListener(_listener);

    public void Dispose() => _listener.Dispose();
}
