using System.Diagnostics.Metrics;

namespace Kafka.Dlq.Instrumentation;

/// <summary>The instruments that ask how spools stand when somebody collects.</summary>
internal sealed class SpoolInstruments
{
    private readonly Lock _changes = new();
    private volatile Func<IEnumerable<SpoolMeasurement>>[] _sources = [];

    public SpoolInstruments(Meter meter)
    {
        meter.CreateObservableUpDownCounter("kafka_dlq.spool.letters", Letters, "{message}", "Dead letters in the files of a spool; delivered ones count until their file is removed.");
        meter.CreateObservableUpDownCounter("kafka_dlq.spool.size", Sizes, "By", "What the files of a spool take.");
        meter.CreateObservableGauge("kafka_dlq.spool.oldest_age", Ages, "s", "How long the oldest dead letter lies in a spool.");
    }

    public void Add(Func<IEnumerable<SpoolMeasurement>> source)
    {
        lock (_changes)
        {
            _sources = [.. _sources, source];
        }
    }

    public void Clear()
    {
        lock (_changes)
        {
            _sources = [];
        }
    }

    private static KeyValuePair<string, object?>[] Attributes(SpoolMeasurement spool)
    {
        List<KeyValuePair<string, object?>> attributes = [new(TelemetryNames.System, TelemetryNames.Kafka), new(TelemetryNames.TargetTopic, spool.TargetTopic)];
        if (spool.Cluster is not null)
        {
            attributes.Add(new(TelemetryNames.TargetCluster, spool.Cluster));
        }

        return [.. attributes];
    }

    private IEnumerable<SpoolMeasurement> All() => _sources.SelectMany(source => source());

    private IEnumerable<Measurement<long>> Letters() => from spool in All() select new Measurement<long>(spool.Letters, Attributes(spool));

    private IEnumerable<Measurement<long>> Sizes() => from spool in All() select new Measurement<long>(spool.Bytes, Attributes(spool));

    private IEnumerable<Measurement<double>> Ages() =>
        from spool in All()
        where spool.OldestAge is not null
        select new Measurement<double>(spool.OldestAge!.Value.TotalSeconds, Attributes(spool));
}
