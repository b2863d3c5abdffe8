using System.Diagnostics.Metrics;

namespace Kafka.Dlq.Tests.Unit.Instrumentation.Metrics;

/// <summary>Listens to the meters of one factory and keeps what they measure.</summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly List<(Instrument Instrument, double Value, Dictionary<string, object?> Tags)> _all = [];

    public Measured(object scope, params string[] only)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == scope && (only.Length == 0 || only.Contains(instrument.Name)))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();
    }

    public IReadOnlyList<(Instrument Instrument, double Value, Dictionary<string, object?> Tags)> All => _all;

    public IReadOnlyList<(double Value, Dictionary<string, object?> Tags)> Of(string name) =>
        [.. _all.Where(measured => measured.Instrument.Name == name).Select(measured => (measured.Value, measured.Tags))];

    public void Collect() => _listener.RecordObservableInstruments();

    public void Dispose() => _listener.Dispose();

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _all.Add((instrument, value, new Dictionary<string, object?>(tags.ToArray(), StringComparer.Ordinal)));
}
