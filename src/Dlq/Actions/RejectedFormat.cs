namespace Kafka.Dlq;

/// <summary>How a rejected record is written to a topic or a file.</summary>
public enum RejectedFormat
{
    /// <summary>As a dead letter: key, value and headers untouched, the reason in <c>dlq.*</c> headers. What was made of a message stands in place of its value.</summary>
    Letter,

    /// <summary>The value is JSON, <c>{"record": "...", "error": "..."}</c>, see <see cref="RejectEnvelope"/>; key and headers as in a letter.</summary>
    Envelope,
}
