namespace Kafka.Dlq.Rejecting;

/// <summary>A sink as it was declared.</summary>
/// <param name="Name">The name that actions use.</param>
/// <param name="Options">How its records are collected.</param>
/// <param name="Make">Makes it when the host starts. Null for one of the container, which is asked for it by its key.</param>
internal sealed record SinkDeclaration(string Name, SinkOptions Options, Func<SinkContext, IDeadLetterSink>? Make)
{
    /// <summary>The topic that it writes to; null for any other sink.</summary>
    public string? Topic { get; init; }

    /// <summary>The named cluster of its topic; null for the host's own.</summary>
    public string? Cluster { get; init; }
}
