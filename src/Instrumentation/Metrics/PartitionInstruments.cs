using System.Diagnostics.Metrics;
using System.Globalization;

namespace Kafka.Dlq.Instrumentation;

/// <summary>The instruments that ask how partitions stand when somebody collects.</summary>
internal sealed class PartitionInstruments
{
    private readonly Lock _changes = new();
    private volatile Func<IEnumerable<PartitionMeasurement>>[] _sources = [];

    public PartitionInstruments(Meter meter)
    {
        meter.CreateObservableGauge("kafka_dlq.consumer.lag", Lags, "{message}", "Records between the committable offset and the partition's end.");
        meter.CreateObservableGauge("kafka_dlq.oldest_unmarked_age", Ages, "s", "Age of the oldest record that is neither marked nor acknowledged as a dead letter.");
        meter.CreateObservableUpDownCounter("kafka_dlq.outstanding_dispatches", Outstanding, "{message}", "Dead letters that wait for their acknowledgement.");
        meter.CreateObservableUpDownCounter("kafka_dlq.paused_partitions", Paused, "{partition}", "Partitions that wait: a back-off, the user's pause, or a full buffer.");
    }

    public void Add(Func<IEnumerable<PartitionMeasurement>> source)
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

    private static KeyValuePair<string, object?>[] Attributes(string topic, string groupId) =>
    [
        new(TelemetryNames.System, TelemetryNames.Kafka),
        new(TelemetryNames.Destination, topic),
        new(TelemetryNames.Group, groupId),
    ];

    private static KeyValuePair<string, object?>[] Attributes(PartitionMeasurement partition) =>
    [
        .. Attributes(partition.Partition.Topic, partition.GroupId),
        new(TelemetryNames.PartitionId, partition.Partition.Partition.Value.ToString(CultureInfo.InvariantCulture)),
    ];

    private IEnumerable<PartitionMeasurement> All() => _sources.SelectMany(source => source());

    private IEnumerable<Measurement<long>> Lags()
    {
        foreach (PartitionMeasurement partition in All())
        {
            if (partition.Lag is { } lag)
            {
                yield return new Measurement<long>(lag, Attributes(partition));
            }
        }
    }

    private IEnumerable<Measurement<double>> Ages()
    {
        foreach (PartitionMeasurement partition in All())
        {
            if (partition.OldestUnmarkedAge is { } age)
            {
                yield return new Measurement<double>(age.TotalSeconds, Attributes(partition));
            }
        }
    }

    private IEnumerable<Measurement<long>> Outstanding() =>
        from partition in All() select new Measurement<long>(partition.OutstandingDispatches, Attributes(partition));

    private IEnumerable<Measurement<long>> Paused() =>
        from partition in All()
        group partition by (partition.Partition.Topic, partition.GroupId) into topic
        select new Measurement<long>(topic.Count(partition => partition.Paused), Attributes(topic.Key.Topic, topic.Key.GroupId));
}
