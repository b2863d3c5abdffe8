using Confluent.Kafka;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace Kafka.Dlq.Instrumentation;

/// <summary>
/// The instruments of the meter <see cref="KafkaDlqTelemetry.MeterName"/>: OpenTelemetry's semantic conventions for messaging where they have a name, <c>kafka_dlq.*</c> otherwise.
/// One instance per host.
/// </summary>
/// <remarks>
/// Retries and dead letters are counted from the events of the monitor; runs are told by the engine with <see cref="RunCompleted"/>; how partitions stand is asked for
/// when somebody collects, see <see cref="Observe"/>. All members may be called from any thread.
/// </remarks>
public sealed class KafkaMeters : IDisposable
{
    private static readonly InstrumentAdvice<double> DurationBuckets = new()
    {
        // The boundaries that the semantic conventions ask for.
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    };

    private readonly Meter _meter;
    private readonly Histogram<double> _processDuration;
    private readonly Counter<long> _consumed;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _dispatched;
    private readonly Counter<long> _delivered;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _spooled;
    private readonly Counter<long> _skipped;
    private readonly Counter<long> _scheduled;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _openings;
    private readonly UpDownCounter<long> _openBreakers;
    private readonly Counter<long> _suspicions;
    private readonly Counter<long> _crashers;
    private readonly IDisposable[] _subscriptions;
    private readonly PartitionInstruments _partitions;
    private readonly SpoolInstruments _spools;

    /// <summary>Makes the instruments and begins to count.</summary>
    /// <param name="monitor">Tells of retries and dead letters.</param>
    /// <param name="meterFactory">Makes and owns the meter; null makes a meter of its own, which ends with this object.</param>
    public KafkaMeters(KafkaMonitor monitor, IMeterFactory? meterFactory = null)
    {
        ArgumentNullException.ThrowIfNull(monitor);
        MeterOptions options = new(KafkaDlqTelemetry.MeterName) { Version = KafkaDlqTelemetry.Version };
        _meter = meterFactory?.Create(options) ?? new Meter(options);
        _processDuration = _meter.CreateHistogram("messaging.process.duration", "s", "Duration of a consumer's run.", tags: null, DurationBuckets);
        _consumed = _meter.CreateCounter<long>("messaging.client.consumed.messages", "{message}", "Messages handed to consumers, each once however often it is retried.");
        _retries = _meter.CreateCounter<long>("kafka_dlq.retries", "{retry}", "Runs that repeated a failed one.");
        _dispatched = _meter.CreateCounter<long>("kafka_dlq.dead_letters.dispatched", "{message}", "Dead letters taken by the producer or the spool.");
        _delivered = _meter.CreateCounter<long>("kafka_dlq.dead_letters.delivered", "{message}", "Dead letters acknowledged by the broker.");
        _failed = _meter.CreateCounter<long>("kafka_dlq.dead_letters.failed", "{try}", "Failed tries to deliver a dead letter.");
        _spooled = _meter.CreateCounter<long>("kafka_dlq.dead_letters.spooled", "{message}", "Dead letters written to the spool.");
        _skipped = _meter.CreateCounter<long>("kafka_dlq.dead_letters.skipped", "{message}", "Messages given up without a dead letter.");
        _scheduled = _meter.CreateCounter<long>("kafka_dlq.retry_topics.scheduled", "{message}", "Failed messages that wait in a retry topic.");
        _rejected = _meter.CreateCounter<long>("kafka_dlq.records.rejected", "{record}", "Records that consumers rejected or that could not be read, by what became of them and why.");
        _openings = _meter.CreateCounter<long>("kafka_dlq.breaker.openings", "{opening}", "Times that a breaker opened, so that partitions hold instead of giving messages up.");
        _openBreakers = _meter.CreateUpDownCounter<long>("kafka_dlq.breaker.open", "{breaker}", "Breakers that are open: 1 for a topic whose partitions hold, 0 otherwise.");
        _suspicions = _meter.CreateCounter<long>("kafka_dlq.crash_guard.suspicions", "{partition}", "Partitions that came with messages during which a process may have died.");
        _crashers = _meter.CreateCounter<long>("kafka_dlq.crash_guard.given_up", "{message}", "Messages given up because the process died during them too often.");
        _partitions = new PartitionInstruments(_meter);
        _spools = new SpoolInstruments(_meter);
        _subscriptions =
        [
            monitor.Subscribe<ConsumingRetry>(Count),
            monitor.Subscribe<DeadLetterDispatched>(e => Count(_dispatched, e.Message, e.TargetTopic, e.Error)),
            monitor.Subscribe<DeadLetterDelivered>(e => Count(_delivered, e.Message, e.TargetTopic, e.Error)),
            monitor.Subscribe<DeadLetterFailed>(e => Count(_failed, e.Message, e.TargetTopic, e.Error)),
            monitor.Subscribe<DeadLetterSpooled>(e => Count(_spooled, e.Message, e.TargetTopic, e.Error)),
            monitor.Subscribe<DeadLetterSkipped>(e => Count(_skipped, e.Message, targetTopic: null, e.Error)),
            monitor.Subscribe<MessageRetryScheduled>(e => Count(_scheduled, e.Message, e.TargetTopic, e.Error)),
            monitor.Subscribe<RecordRejected>(Count),
            monitor.Subscribe<CrashSuspected>(e => _suspicions.Add(1, Attributes(e.Partition))),
            monitor.Subscribe<CrashGivenUp>(e => Count(_crashers, e.Message, targetTopic: null, error: null)),
            monitor.Subscribe<BreakerOpened>(Count),
            monitor.Subscribe<BreakerClosed>(e => _openBreakers.Add(-1, Attributes(e.Topic, e.GroupId))),
        ];
    }

    /// <summary>
    /// Tells how partitions stand, for <c>kafka_dlq.consumer.lag</c>, <c>kafka_dlq.oldest_unmarked_age</c>, <c>kafka_dlq.paused_partitions</c> and
    /// <c>kafka_dlq.outstanding_dispatches</c>. May be called several times: what the sources tell adds up.
    /// </summary>
    /// <param name="source">Asked when somebody collects, on the collector's thread and once per instrument; must be quick and must not throw. Each partition of a group is to be told by one source only.</param>
    public void Observe(Func<IEnumerable<PartitionMeasurement>> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _partitions.Add(source);
    }

    /// <summary>
    /// Tells how the spools of dead letters stand, for <c>kafka_dlq.spool.letters</c>, <c>kafka_dlq.spool.size</c> and <c>kafka_dlq.spool.oldest_age</c>. May be called several times:
    /// what the sources tell adds up.
    /// </summary>
    /// <param name="source">As for <see cref="Observe"/>; each spool is to be told by one source only.</param>
    public void ObserveSpools(Func<IEnumerable<SpoolMeasurement>> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _spools.Add(source);
    }

    /// <summary>Measures a finished run. Costs next to nothing, and allocates nothing, while nobody listens.</summary>
    /// <param name="tags">Whose run it was.</param>
    /// <param name="newMessages">How many of its messages were given to a consumer for the first time; those of a retry were counted before.</param>
    /// <param name="elapsed">How long it took.</param>
    /// <param name="error">What it threw, or null.</param>
    public void RunCompleted(in RunTags tags, int newMessages, TimeSpan elapsed, Exception? error)
    {
        if (_processDuration.Enabled)
        {
            TagList attributes = Attributes(tags, "process", error);
            _processDuration.Record(elapsed.TotalSeconds, attributes);
        }

        if (_consumed.Enabled && newMessages > 0)
        {
            // No error here: the message was received, whatever its consumer made of it.
            TagList attributes = Attributes(tags, "poll", error: null);
            _consumed.Add(newMessages, attributes);
        }
    }

    /// <summary>Stops counting. A meter that came from a factory stays with the factory.</summary>
    public void Dispose()
    {
        foreach (IDisposable subscription in _subscriptions)
        {
            subscription.Dispose();
        }

        _partitions.Clear();
        _spools.Clear();
        _meter.Dispose();
    }

    private static TagList Attributes(in RunTags tags, string operation, Exception? error)
    {
        TagList attributes = Attributes(tags.Partition);
        attributes.Add(TelemetryNames.OperationName, operation);
        attributes.Add(TelemetryNames.Group, tags.GroupId);
        AddError(ref attributes, error);
        return attributes;
    }

    private static TagList Attributes(TopicPartition partition) => new()
    {
        { TelemetryNames.System, TelemetryNames.Kafka },
        { TelemetryNames.Destination, partition.Topic },
        { TelemetryNames.PartitionId, partition.Partition.Value.ToString(CultureInfo.InvariantCulture) },
    };

    private static void AddError(ref TagList attributes, Exception? error)
    {
        if (error is not null)
        {
            attributes.Add(TelemetryNames.ErrorType, Wrapped.TypeOf(error));
        }
    }

    private static void Count(Counter<long> counter, KafkaRecord message, string? targetTopic, Exception? error)
    {
        if (counter.Enabled)
        {
            TagList attributes = new()
            {
                { TelemetryNames.System, TelemetryNames.Kafka },
                { TelemetryNames.SourceTopic, message.Topic },
            };
            if (targetTopic is not null)
            {
                attributes.Add(TelemetryNames.TargetTopic, targetTopic);
            }

            AddError(ref attributes, error);
            counter.Add(1, attributes);
        }
    }

    private static TagList Attributes(string topic, string groupId) => new()
    {
        { TelemetryNames.System, TelemetryNames.Kafka },
        { TelemetryNames.Destination, topic },
        { TelemetryNames.Group, groupId },
    };

    private void Count(RecordRejected rejected)
    {
        if (_rejected.Enabled)
        {
            TagList attributes = new()
            {
                { TelemetryNames.System, TelemetryNames.Kafka },
                { TelemetryNames.SourceTopic, rejected.Message.Topic },
                { TelemetryNames.RejectAction, rejected.Action },
                { TelemetryNames.RejectReason, rejected.Reason },
            };
            AddError(ref attributes, rejected.Error);
            _rejected.Add(1, attributes);
        }
    }

    private void Count(BreakerOpened opened)
    {
        TagList attributes = Attributes(opened.Topic, opened.GroupId);
        _openings.Add(1, attributes);
        _openBreakers.Add(1, attributes);
    }

    private void Count(ConsumingRetry retry)
    {
        if (_retries.Enabled)
        {
            _retries.Add(1, Attributes(retry.Partition));
        }
    }
}
