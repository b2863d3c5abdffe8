using System.Collections.Frozen;

namespace Kafka.Dlq.DeadLetters;

/// <summary>The names of the headers that a dead letter has besides those of its message. Texts are UTF-8, numbers decimal, times ISO-8601 in UTC.</summary>
public static class DeadLetterHeaders
{
    /// <summary>The deterministic id, see <see cref="DeadLetterId"/>.</summary>
    public const string Id = "dlq.id";

    /// <summary>The topic this letter's message was read from.</summary>
    public const string SourceTopic = "dlq.source.topic";

    /// <summary>The partition this letter's message was read from.</summary>
    public const string SourcePartition = "dlq.source.partition";

    /// <summary>The offset of this letter's message in its partition.</summary>
    public const string SourceOffset = "dlq.source.offset";

    /// <summary>The timestamp of this letter's message; absent when it had none.</summary>
    public const string SourceTimestamp = "dlq.source.timestamp";

    /// <summary>The consumer group that gave the message up.</summary>
    public const string SourceGroup = "dlq.source.group";

    /// <summary>The topic the message was first read from; only when it has passed through more than one dead letter topic.</summary>
    public const string OriginTopic = "dlq.origin.topic";

    /// <summary>The partition the message was first read from; together with <see cref="OriginTopic"/>.</summary>
    public const string OriginPartition = "dlq.origin.partition";

    /// <summary>The offset at which the message was first read; together with <see cref="OriginTopic"/>.</summary>
    public const string OriginOffset = "dlq.origin.offset";

    /// <summary>1 for a first letter, and 1 more each time a letter fails again.</summary>
    public const string Depth = "dlq.depth";

    /// <summary>How often the message was run, the last run included.</summary>
    public const string Attempts = "dlq.attempts";

    /// <summary>When the message failed first.</summary>
    public const string FirstFailedAt = "dlq.first_failed_at";

    /// <summary>When the message failed last.</summary>
    public const string FailedAt = "dlq.failed_at";

    /// <summary>The time from which the delay of a topic counts in place of the record's timestamp, see <see cref="DelayByVerb.DelayBy"/>. Its writer sets it; a dead letter keeps it as any header. In a retry topic it is the framework that adds it, and takes it away again.</summary>
    public const string DueAt = "dlq.due_at";

    /// <summary>The <see cref="ErrorKind"/> in lower case.</summary>
    public const string ErrorKind = "dlq.error.kind";

    /// <summary>The full name of the exception's type.</summary>
    public const string ErrorType = "dlq.error.type";

    /// <summary>The exception's message and those of its causes.</summary>
    public const string ErrorMessage = "dlq.error.message";

    /// <summary>The exception's stack trace, shortened.</summary>
    public const string ErrorStackTrace = "dlq.error.stacktrace";

    /// <summary>A short name of the fault, equal for all messages that meet it, see <see cref="ErrorFingerprint"/>; only where the route says <c>Fingerprint()</c>.</summary>
    public const string Fingerprint = "dlq.fingerprint";

    /// <summary>The user's text of a manual dispatch.</summary>
    public const string Reason = "dlq.reason";

    /// <summary>The consumer that gave the message up.</summary>
    public const string Consumer = "dlq.consumer";

    /// <summary>The machine that gave the message up.</summary>
    public const string Host = "dlq.host";

    /// <summary>The names of the headers that were left out because the letter was too large, or because their redaction threw, separated by commas.</summary>
    public const string Omitted = "dlq.omitted";

    /// <summary>The type of what a route's <c>Enrich</c> threw, whose work this letter goes without; absent when it did not throw.</summary>
    public const string EnrichError = "dlq.enrich.error";

    /// <summary>W3C trace context: kept from the message when present.</summary>
    public const string TraceParent = "traceparent";

    /// <summary>W3C trace context: kept from the message when present.</summary>
    public const string TraceState = "tracestate";

    private static readonly FrozenSet<string> Owned = FrozenSet.Create(
        StringComparer.Ordinal,
        Id, SourceTopic, SourcePartition, SourceOffset, SourceTimestamp, SourceGroup, OriginTopic, OriginPartition, OriginOffset, Depth, Attempts,
        FirstFailedAt, FailedAt, ErrorKind, ErrorType, ErrorMessage, ErrorStackTrace, Fingerprint, Reason, Consumer, Host, Omitted, EnrichError);

    /// <summary>Whether a header is one of a letter's own, which a second pass replaces. A user's header is not, even if its name begins with <c>dlq.</c>.</summary>
    /// <param name="name">The header's name.</param>
    public static bool IsOwned(string name) => Owned.Contains(name);
}
