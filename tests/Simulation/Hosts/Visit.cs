namespace Kafka.Dlq.Tests.Simulation.Hosts;

/// <summary>A consumer's run as the user sees it.</summary>
/// <param name="consumer">Who runs.</param>
/// <param name="partition">On which partition.</param>
/// <param name="epoch">In which assignment of it.</param>
internal sealed class Visit(BaseConsumer consumer, int partition, int? epoch) : IDisposable
{
    /// <summary>The run or hook has ended.</summary>
    public event Action? Left;

    public BaseConsumer Consumer { get; } = consumer;

    public int Partition { get; } = partition;

    public int? Epoch { get; } = epoch;

    /// <summary>Whether the user asked for a pause or a seek.</summary>
    public bool IsRedirected { get; set; }

    /// <summary>Whether the rest of the batch will come again, so that the user leaves it.</summary>
    public bool IsLeaving { get; set; }

    public void Dispose() => Left?.Invoke();
}
