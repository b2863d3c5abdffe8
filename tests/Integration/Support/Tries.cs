using System.Collections.Concurrent;

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>Which messages were begun in which attempt, whether they were finished or not. Consumers take it in their constructor.</summary>
public sealed class Tries
{
    private readonly ConcurrentQueue<(long Offset, int Attempt)> _tries = new();

    public int Count => _tries.Count;

    public void Add(Message message, int attempt) => _tries.Enqueue((message.Offset.Value, attempt));

    /// <summary>The attempts in which the message of an offset was begun, in their order.</summary>
    public IReadOnlyList<int> At(long offset) => [.. _tries.Where(begun => begun.Offset == offset).Select(begun => begun.Attempt)];
}
