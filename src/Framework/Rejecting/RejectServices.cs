using Kafka.Dlq.DeadLetters;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kafka.Dlq.Rejecting;

/// <summary>Where the rejected records of a host go.</summary>
/// <param name="Log">Writes those that are only logged.</param>
/// <param name="Sinks">Keeps the others.</param>
internal sealed record RejectServices(LogSink Log, Sinks Sinks)
{
    /// <summary>For hosts whose routes use no sinks.</summary>
    public static RejectServices None { get; } = new(new LogSink(NullLogger.Instance, withPayload: false), new Sinks());
}
