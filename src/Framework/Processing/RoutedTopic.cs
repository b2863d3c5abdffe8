using Kafka.Dlq.Consuming;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Routing;
using Kafka.Dlq.TimeLimits;
using Kafka.Dlq.Transforms;

namespace Kafka.Dlq.Processing;

/// <summary>An active route, made ready to run: what is derived from it once instead of at each message.</summary>
internal sealed class RoutedTopic
{
    public RoutedTopic(TopicRoute route, CriticalErrors critical, DeadLetterAction? hostAction = null)
    {
        Route = route;
        DeadLetterQueue = route.Feature<DeadLetterQueueSettings>();
        Delay = route.Feature<DelaySettings>();
        NextHop = RetryPath.NextOf(route);
        IsRetryTopic = route.Feature<RetryTopicSettings>() is not null;
        Recovery = new RecoverySettings(route.Pause, DeadLetterQueue, critical) { HasRetryTopic = NextHop is not null };
        Actions = RouteActions.Of(route, hostAction ?? DeadLetterAction.Throw);
        Timeout = route.Feature<RunTimeout>()?.Limit;
        Format = MessageFormat.For(route.ConsumerType, route.Feature<PayloadDeserializer>()?.Deserializer, route.Feature<KeyDeserializer>()?.Deserializer);
    }

    public TopicRoute Route { get; }

    public DeadLetterQueueSettings? DeadLetterQueue { get; }

    /// <summary>How long records wait before they are handled; null where they do not.</summary>
    public DelaySettings? Delay { get; }

    /// <summary>Where a failing message waits next; null where its queue has no retry topic, or none left.</summary>
    public RetryHop? NextHop { get; }

    public bool IsRetryTopic { get; }

    public RecoverySettings Recovery { get; }

    /// <summary>What becomes of rejected records.</summary>
    public RouteActions Actions { get; }

    /// <summary>How long a message, or a run of a batch, may take; null for no limit.</summary>
    public TimeSpan? Timeout { get; }

    public MessageFormat Format { get; }

    /// <summary>What was being done when a run failed.</summary>
    public ErrorKind KindOf(Run run, Exception error) =>
        error is MessageDeserializationException || error.InnerException is MessageDeserializationException ? ErrorKind.Deserialization
        : run.Limit is { IsOver: true } ? ErrorKind.Timeout
        : Route.Feature<TransformSettings>() is null ? ErrorKind.Consume
        : ErrorKind.Transform;

    /// <summary>Limits that do not depend on how many partitions there are; null, as usual, for a share of the connection's room.</summary>
    public BufferLimits? Limits { get; init; }

    /// <summary>The limits of one of so many partitions.</summary>
    public BufferLimits LimitsAmong(int partitions) => Limits ?? BufferLimits.For(Route.MaxMessages, partitions);

    /// <summary>Whether a strategy decides what is done after a failure.</summary>
    public bool HasStrategy => DeadLetterQueue is { HasStrategy: true };

    /// <summary>The number of the run whose failure is the last, or null where no number says so: messages are retried for ever, for a time, or as a strategy decides.</summary>
    public int? LastAttempt => DeadLetterQueue is { HasStrategy: false, RetryFor: null, MaxRetries: < int.MaxValue } queue && NextHop is null ? queue.MaxRetries + 1 : null;

    /// <summary>What a message of a retry topic tells of its way there; null for any other.</summary>
    public RetryPass? PassOf(Message message) => IsRetryTopic ? RetryPass.Of(message) : null;

    /// <summary>How often a message was run in the topics before this one.</summary>
    public int RunsBefore(Message message) => PassOf(message)?.Attempts ?? 0;

    /// <summary>A failure with what its message tells of those in the topics before this one.</summary>
    public FailedRun WithRunsBefore(FailedRun failed)
    {
        if (!IsRetryTopic)
        {
            return failed;
        }

        RetryPass? pass = RetryPass.Of(failed.Message);
        return failed with { RunsBefore = pass?.Attempts ?? 0, FirstFailedAt = pass?.FirstFailedAt ?? failed.FirstFailedAt };
    }
}
