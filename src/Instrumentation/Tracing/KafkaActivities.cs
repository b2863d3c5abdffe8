using Confluent.Kafka;
using System.Diagnostics;
using System.Globalization;

namespace Kafka.Dlq.Instrumentation;

/// <summary>
/// Makes the activities of the source <see cref="KafkaDlqTelemetry.ActivitySourceName"/>, in the words of OpenTelemetry's semantic conventions for messaging.
/// While nobody listens to the source nothing is made and no header is read. All members may be called from any thread.
/// </summary>
public static class KafkaActivities
{
    /// <summary>How many messages of a batch are looked at for a trace context, so that a large batch does not cost a link for each: 128.</summary>
    public const int MaxLinks = 128;

    private static readonly ActivitySource Source = new(KafkaDlqTelemetry.ActivitySourceName, KafkaDlqTelemetry.Version);

    /// <summary>
    /// Starts the activity of a run, named <c>process</c> and the topic. A run of one message continues the trace of that message; a run of several links to
    /// the traces of its first <see cref="MaxLinks"/> messages.
    /// </summary>
    /// <param name="messages">What the consumer is given: one or more messages of one partition, in the order of their offsets.</param>
    /// <param name="groupId">The consumer group.</param>
    /// <param name="attempt">The number of the run, from 1.</param>
    /// <returns>The activity, to be disposed when the run ends; null when nobody listens or it is not sampled.</returns>
    /// <exception cref="ArgumentException">There are no messages, and somebody listens.</exception>
    public static Activity? StartRun(IReadOnlyList<KafkaRecord> messages, string groupId, int attempt)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (!Source.HasListeners())
        {
            return null;
        }

        if (messages.Count == 0)
        {
            throw new ArgumentException($"A run of group '{groupId}' was started without messages; a run has one or more.", nameof(messages));
        }

        string name = $"process {messages[0].Topic}";
        List<KeyValuePair<string, object?>> tags = RunAttributes(messages, groupId, attempt);
        return messages.Count == 1
            ? Source.StartActivity(name, ActivityKind.Consumer, ContextOf(messages[0]), tags)
            : Source.StartActivity(name, ActivityKind.Consumer, default(ActivityContext), tags, LinksTo(messages));
    }

    /// <summary>
    /// Starts the activity of sending a dead letter, named <c>send</c> and the target. It continues the trace of the message and links to the run that gave it up;
    /// a message without a trace continues that of the run.
    /// </summary>
    /// <param name="message">The message that was given up.</param>
    /// <param name="targetTopic">The dead letter topic.</param>
    /// <returns>The activity, to be disposed when the broker has answered; null when nobody listens or it is not sampled.</returns>
    public static Activity? StartDispatch(KafkaRecord message, string targetTopic)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!Source.HasListeners())
        {
            return null;
        }

        ActivityContext parent = ContextOf(message);
        ActivityLink[] links = parent != default && Activity.Current is { } run ? [new ActivityLink(run.Context)] : [];
        return Source.StartActivity($"send {targetTopic}", ActivityKind.Producer, parent, DispatchAttributes(message, targetTopic), links);
    }

    /// <summary>Notes on an activity that what it stands for failed.</summary>
    /// <param name="activity">The activity; null does nothing.</param>
    /// <param name="error">What was thrown.</param>
    public static void Fail(Activity? activity, Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        if (activity is not null)
        {
            activity.SetStatus(ActivityStatusCode.Error, Wrapped.First(error).Message);
            activity.SetTag(TelemetryNames.ErrorType, Wrapped.TypeOf(error));
            activity.AddException(error);
        }
    }

    /// <summary>Reads the W3C trace context of a record from its headers <c>traceparent</c> and <c>tracestate</c>.</summary>
    /// <param name="headers">The record's headers. Of several with one name the last counts.</param>
    /// <param name="context">The context, marked as remote.</param>
    /// <returns>False when there is none or it cannot be understood, which is nobody's error.</returns>
    public static bool TryExtract(Headers headers, out ActivityContext context)
    {
        ArgumentNullException.ThrowIfNull(headers);
        return TraceContext.TryRead(headers, out context);
    }

    /// <summary>Adds the trace context of an activity to the headers of a record about to be produced. Headers that have a <c>traceparent</c> keep it, so that a dead letter stays in the trace of its message.</summary>
    /// <param name="activity">The activity; null, or one that is not in W3C format, adds nothing.</param>
    /// <param name="headers">The headers to add to.</param>
    public static void Inject(Activity? activity, Headers headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        if (activity is not null)
        {
            TraceContext.Write(activity, headers);
        }
    }

    private static ActivityContext ContextOf(KafkaRecord message) => TraceContext.TryRead(message.Headers, out ActivityContext context) ? context : default;

    private static List<ActivityLink> LinksTo(IReadOnlyList<KafkaRecord> messages)
    {
        List<ActivityLink> links = [];
        foreach (KafkaRecord message in messages.Take(MaxLinks))
        {
            if (TraceContext.TryRead(message.Headers, out ActivityContext context))
            {
                links.Add(new ActivityLink(context));
            }
        }

        return links;
    }

    private static List<KeyValuePair<string, object?>> RunAttributes(IReadOnlyList<KafkaRecord> messages, string groupId, int attempt)
    {
        KafkaRecord first = messages[0];
        List<KeyValuePair<string, object?>> tags = Attributes("process", first.Topic);
        tags.Add(new(TelemetryNames.PartitionId, Text(first.Partition)));
        tags.Add(new(TelemetryNames.Group, groupId));
        tags.Add(new(TelemetryNames.Attempt, attempt));
        if (messages.Count == 1)
        {
            AddMessage(tags, first);
        }
        else
        {
            tags.Add(new(TelemetryNames.BatchCount, messages.Count));
            tags.Add(new(TelemetryNames.FirstOffset, first.Offset.Value));
            tags.Add(new(TelemetryNames.LastOffset, messages[^1].Offset.Value));
        }

        return tags;
    }

    private static List<KeyValuePair<string, object?>> DispatchAttributes(KafkaRecord message, string targetTopic)
    {
        List<KeyValuePair<string, object?>> tags = Attributes("send", targetTopic);
        tags.Add(new(TelemetryNames.SourceTopic, message.Topic));
        tags.Add(new(TelemetryNames.SourcePartition, Text(message.Partition)));
        tags.Add(new(TelemetryNames.SourceOffset, message.Offset.Value));
        return tags;
    }

    private static void AddMessage(List<KeyValuePair<string, object?>> tags, KafkaRecord message)
    {
        tags.Add(new(TelemetryNames.Offset, message.Offset.Value));
        if (message.IsTombstone)
        {
            tags.Add(new(TelemetryNames.Tombstone, true));
        }
    }

    private static List<KeyValuePair<string, object?>> Attributes(string operation, string destination) =>
    [
        new(TelemetryNames.System, TelemetryNames.Kafka),
        new(TelemetryNames.OperationName, operation),
        new(TelemetryNames.OperationType, operation),
        new(TelemetryNames.Destination, destination),
    ];

    private static string Text(Partition partition) => partition.Value.ToString(CultureInfo.InvariantCulture);
}
