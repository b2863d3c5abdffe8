using Kafka.Dlq.Consuming;

namespace Kafka.Dlq.Processing;

/// <summary>A run that threw, and the message that is held to have failed it.</summary>
internal sealed record FailedRun(Run Run, Message Message, Exception Error, ErrorKind Kind, int Attempt, DateTimeOffset FirstFailedAt, DateTimeOffset FailedAt)
{
    /// <summary>How often the message was run in the topics before this one: none, unless this is a retry topic.</summary>
    public int RunsBefore { get; init; }

    /// <summary>How often it was run in all.</summary>
    public int Attempts => RunsBefore + Attempt;

    /// <summary>Whether the consumer said itself that it was this message.</summary>
    public bool IsNamed { get; init; }
}
