using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.Instrumentation;

/// <summary>Writes a log line for each event of the monitor that is worth one, in the category <see cref="KafkaDlqTelemetry.LogCategory"/>.</summary>
/// <remarks>
/// Runs and delays are logged at <see cref="LogLevel.Debug"/>, and only when that level is on at construction: otherwise their events are not even built.
/// So turning on Debug while the host runs shows no runs until it is started again; all other lines follow the level at once.
/// Keys, payloads and headers are never logged. An exception's message is, so it should not quote a payload either.
/// </remarks>
public sealed class MonitorLogger : IDisposable
{
    private readonly ILogger _logger;
    private readonly List<IDisposable> _subscriptions = [];

    /// <summary>Begins to log what the monitor tells.</summary>
    /// <param name="monitor">The monitor to listen to.</param>
    /// <param name="loggers">Makes the logger.</param>
    public MonitorLogger(KafkaMonitor monitor, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(monitor);
        ArgumentNullException.ThrowIfNull(loggers);
        _logger = loggers.CreateLogger(KafkaDlqTelemetry.LogCategory);
        if (_logger.IsEnabled(LogLevel.Debug))
        {
            SubscribeToRuns(monitor);
        }

        SubscribeToPartitions(monitor);
        SubscribeToDeadLetters(monitor);
        SubscribeToRebalances(monitor);
        SubscribeToApplication(monitor);
    }

    /// <summary>Ends the logging.</summary>
    public void Dispose()
    {
        foreach (IDisposable subscription in _subscriptions)
        {
            subscription.Dispose();
        }
    }

    private static string List(IReadOnlyList<TopicPartition> partitions) => string.Join(", ", partitions.Select(partition => $"{partition.Topic}/{partition.Partition.Value}"));

    private void SubscribeToRuns(KafkaMonitor monitor) => _subscriptions.AddRange(
    [
        monitor.Subscribe<ConsumerConsume>(e => _logger.RunBegins(e.Partition.Topic, e.Partition.Partition, e.Count, e.First, e.Last, e.Attempt)),
        monitor.Subscribe<ConsumerConsumed>(e => _logger.RunEnded(e.Partition.Topic, e.Partition.Partition, e.Count, e.First, e.Last, e.Attempt, e.Elapsed.TotalMilliseconds)),
        monitor.Subscribe<ConsumingDelay>(e => _logger.Delays(e.Partition.Topic, e.Partition.Partition, e.Offset, e.DueAt)),
    ]);

    private void SubscribeToPartitions(KafkaMonitor monitor) => _subscriptions.AddRange(
    [
        monitor.Subscribe<ConsumingRetry>(e => _logger.Retries(e.Partition.Topic, e.Partition.Partition, e.Offset, e.Attempt)),
        monitor.Subscribe<ConsumingPause>(Log),
        monitor.Subscribe<ConsumingHold>(Log),
        monitor.Subscribe<ConsumingSeek>(e => _logger.Seeks(e.Partition.Topic, e.Partition.Partition, e.Offset)),
        monitor.Subscribe<ClientPause>(e => _logger.FetchPaused(e.Partition.Topic, e.Partition.Partition, e.Buffered)),
        monitor.Subscribe<ClientResume>(e => _logger.FetchResumed(e.Partition.Topic, e.Partition.Partition, e.Buffered)),
        monitor.Subscribe<ConsumerRevoked>(e => _logger.ConsumerRevoked(e.Partition.Topic, e.Partition.Partition)),
        monitor.Subscribe<ConsumerShutdown>(e => _logger.ConsumerShutDown(e.Partition.Topic, e.Partition.Partition)),
        monitor.Subscribe<ConsumerEofed>(e => _logger.EndReached(e.Partition.Topic, e.Partition.Partition, e.Offset)),
    ]);

    private void SubscribeToDeadLetters(KafkaMonitor monitor) => _subscriptions.AddRange(
    [
        monitor.Subscribe<DeadLetterDispatched>(Log),
        monitor.Subscribe<DeadLetterDelivered>(Log),
        monitor.Subscribe<DeadLetterFailed>(Log),
        monitor.Subscribe<DeadLetterSpooled>(Log),
        monitor.Subscribe<DeadLetterSkipped>(Log),
        monitor.Subscribe<MessageRetryScheduled>(Log),
        monitor.Subscribe<RecordRejected>(Log),
        monitor.Subscribe<SinkFlushed>(e => _logger.SinkFlushed(e.Sink, e.Count, e.Elapsed.TotalMilliseconds)),
        monitor.Subscribe<CrashSuspected>(Log),
        monitor.Subscribe<CrashGivenUp>(e => _logger.CrashGivenUp(e.Message.Topic, e.Message.Partition, e.Message.Offset, e.Crashes)),
        monitor.Subscribe<DeadLetterTopicUnfit>(e => _logger.DeadLetterTopicUnfit(e.Topic, e.Source, e.Setting, e.Found, e.Wanted, e.Advice)),
        monitor.Subscribe<BreakerOpened>(Log),
        monitor.Subscribe<BreakerProbing>(e => _logger.BreakerProbes(e.Topic, e.GroupId, e.Message.Topic, e.Message.Partition, e.Message.Offset)),
        monitor.Subscribe<BreakerClosed>(e => _logger.BreakerClosed(e.Topic, e.GroupId, e.Elapsed.TotalSeconds)),
    ]);

    private void SubscribeToRebalances(KafkaMonitor monitor) => _subscriptions.AddRange(
    [
        monitor.Subscribe<PartitionsAssigned>(e => _logger.PartitionsAssigned(e.GroupId, e.Partitions.Count, List(e.Partitions))),
        monitor.Subscribe<PartitionsRevoked>(e => _logger.PartitionsRevoked(e.GroupId, e.Partitions.Count, List(e.Partitions))),
        monitor.Subscribe<PartitionsLost>(e => _logger.PartitionsLost(e.GroupId, e.Partitions.Count, List(e.Partitions))),
        monitor.Subscribe<PartitionsUnowned>(e => _logger.PartitionsUnowned(e.GroupId, e.Partitions.Count, List(e.Partitions))),
    ]);

    private void SubscribeToApplication(KafkaMonitor monitor) => _subscriptions.AddRange(
    [
        monitor.Subscribe<AppRunning>(_ => _logger.AppRunning()),
        monitor.Subscribe<AppStopping>(_ => _logger.AppStopping()),
        monitor.Subscribe<AppStopped>(_ => _logger.AppStopped()),
        monitor.Subscribe<ErrorOccurred>(Log),
    ]);

    private void Log(ConsumingPause pause)
    {
        if (pause.Manual)
        {
            _logger.PausedByConsumer(pause.Partition.Topic, pause.Partition.Partition, pause.Offset, pause.Duration.TotalMilliseconds);
        }
        else
        {
            _logger.BacksOff(pause.Partition.Topic, pause.Partition.Partition, pause.Offset, pause.Duration.TotalMilliseconds);
        }
    }

    private void Log(ConsumingHold hold)
    {
        Exception error = Wrapped.First(hold.Error);
        if (hold.Duration is { } duration)
        {
            _logger.HoldsFor(hold.Partition.Topic, hold.Partition.Partition, hold.Offset, duration.TotalMilliseconds, Wrapped.TypeOf(error), error.Message);
        }
        else
        {
            _logger.Holds(hold.Partition.Topic, hold.Partition.Partition, hold.Offset, Wrapped.TypeOf(error), error.Message);
        }
    }

    private void Log(DeadLetterDispatched letter)
    {
        KafkaRecord message = letter.Message;
        if (letter.Error is null)
        {
            _logger.DeadLetterDispatchedByHand(message.Topic, message.Partition, message.Offset, letter.Attempts, letter.Id, letter.TargetTopic, letter.Reason ?? "none given");
        }
        else
        {
            // The stack trace stays out: error.occurred has logged it for each attempt.
            Exception error = Wrapped.First(letter.Error);
            _logger.DeadLetterDispatched(message.Topic, message.Partition, message.Offset, letter.Attempts, letter.Id, letter.TargetTopic, Wrapped.TypeOf(error), error.Message);
        }
    }

    private void Log(DeadLetterDelivered letter)
    {
        KafkaRecord message = letter.Message;
        if (letter.Reduction == LetterReduction.None)
        {
            _logger.DeadLetterDelivered(message.Topic, message.Partition, message.Offset, letter.Id, letter.Target.Topic, letter.Target.Partition, letter.Target.Offset);
        }
        else
        {
            _logger.DeadLetterReduced(message.Topic, message.Partition, message.Offset, letter.Id, letter.Reduction, letter.Target.Topic, letter.Target.Partition, letter.Target.Offset);
        }
    }

    private void Log(DeadLetterFailed letter)
    {
        Exception error = Wrapped.First(letter.Error);
        KafkaRecord message = letter.Message;
        if (letter.IsSpooled)
        {
            _logger.SpooledLetterFailed(message.Topic, message.Partition, message.Offset, letter.Id, letter.TargetTopic, letter.Tries, Wrapped.TypeOf(error), error.Message);
        }
        else
        {
            _logger.DeadLetterFailed(message.Topic, message.Partition, message.Offset, letter.Id, letter.TargetTopic, letter.Tries, Wrapped.TypeOf(error), error.Message);
        }
    }

    private void Log(DeadLetterSpooled letter)
    {
        KafkaRecord message = letter.Message;
        if (letter.Error is null)
        {
            _logger.DeadLetterSpooledBehind(message.Topic, message.Partition, message.Offset, letter.Id, letter.TargetTopic);
        }
        else
        {
            Exception error = Wrapped.First(letter.Error);
            _logger.DeadLetterSpooled(message.Topic, message.Partition, message.Offset, letter.Id, letter.TargetTopic, Wrapped.TypeOf(error), error.Message);
        }
    }

    private void Log(CrashSuspected suspected)
    {
        TopicPartition partition = suspected.Partition;
        if (suspected.Alone is { } alone)
        {
            _logger.CrashSuspectedAlone(partition.Topic, partition.Partition, alone, suspected.First, suspected.End - 1);
        }
        else
        {
            _logger.CrashSuspected(partition.Topic, partition.Partition, suspected.First, suspected.End - 1);
        }
    }

    private void Log(DeadLetterSkipped skipped)
    {
        Exception error = Wrapped.First(skipped.Error);
        _logger.DeadLetterSkipped(skipped.Message.Topic, skipped.Message.Partition, skipped.Message.Offset, skipped.Attempts, Wrapped.TypeOf(error), error.Message);
    }

    private void Log(MessageRetryScheduled retry)
    {
        KafkaRecord message = retry.Message;
        Exception error = Wrapped.First(retry.Error);
        _logger.RetryScheduled(
            message.Topic, message.Partition, message.Offset, retry.Attempts, retry.Target.Topic, retry.Target.Partition, retry.Target.Offset, retry.DueAt, retry.Id, Wrapped.TypeOf(error), error.Message);
    }

    private void Log(RecordRejected rejected)
    {
        KafkaRecord message = rejected.Message;
        Exception error = Wrapped.First(rejected.Error);
        switch (rejected.Action)
        {
            case "log":
                // Has a line of its own, in which the payload may be.
                break;
            case "none":
                _logger.RecordDropped(message.Topic, message.Partition, message.Offset, rejected.Id, rejected.Reason, Wrapped.TypeOf(error), error.Message);
                break;
            default:
                _logger.RecordRejected(message.Topic, message.Partition, message.Offset, rejected.Action, rejected.Id, rejected.Reason, Wrapped.TypeOf(error), error.Message);
                break;
        }
    }

    private void Log(BreakerOpened opened)
    {
        Exception error = Wrapped.First(opened.Error);
        _logger.BreakerOpened(opened.Topic, opened.GroupId, opened.Reason, Wrapped.TypeOf(error), error.Message);
    }

    private void Log(ErrorOccurred e)
    {
        string message = Wrapped.First(e.Error).Message;
        switch (e)
        {
            case { Topic: { } topic, Partition: { } partition, Offset: { } offset, Attempt: { } attempt }:
                _logger.ErrorInRun(e.Type, topic, partition, offset, attempt, message, e.Error);
                break;
            case { Topic: { } topic, Partition: { } partition, Offset: { } offset }:
                _logger.ErrorAtOffset(e.Type, topic, partition, offset, message, e.Error);
                break;
            case { Topic: { } topic, Partition: { } partition }:
                _logger.ErrorInPartition(e.Type, topic, partition, message, e.Error);
                break;
            case { Topic: { } topic }:
                _logger.ErrorInTopic(e.Type, topic, message, e.Error);
                break;
            default:
                _logger.Error(e.Type, message, e.Error);
                break;
        }
    }
}
