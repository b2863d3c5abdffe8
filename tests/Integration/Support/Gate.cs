using System.Collections.Concurrent;

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>Holds consumers in the middle of their runs until the test lets them go on. Consumers take it in their constructor.</summary>
public sealed class Gate
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<Message> _waiting = new();

    /// <summary>The messages at which consumers came to the gate.</summary>
    public IReadOnlyList<Message> Arrived => [.. _waiting];

    /// <summary>Waits for the gate, which stays open once it is.</summary>
    /// <param name="cancellationToken">The run's token, or none for code that ignores it.</param>
    public Task PassAsync(Message message, CancellationToken cancellationToken)
    {
        _waiting.Enqueue(message);
        return _open.Task.WaitAsync(cancellationToken);
    }

    public void Open() => _open.TrySetResult();
}
