namespace Kafka.Dlq.Tests.Integration.Strategies;

/// <summary>Which messages fail, in which of their runs, and how.</summary>
public sealed record Trouble(Func<Message, int, Exception?> Of)
{
    /// <summary>One message fails always.</summary>
    public static Trouble At(long offset, int partition = 0) =>
        new((message, _) => message.Offset == offset && message.Partition == partition ? new InvalidOperationException($"{offset} is bad") : null);
}
