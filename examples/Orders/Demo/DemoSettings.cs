namespace Kafka.Dlq.Examples.Orders.Demo;

/// <summary>What the command line says.</summary>
/// <param name="Orders">How many orders are produced; 0 only finishes what the topic holds.</param>
/// <param name="Rate">Orders per second; null as fast as it goes.</param>
/// <param name="KeepRunning">Whether orders are produced until Ctrl-C.</param>
/// <param name="Topics">The topics to use.</param>
internal sealed record DemoSettings(int Orders, int? Rate, bool KeepRunning, OrderTopics Topics)
{
    /// <summary>The pace of <c>--keep-running</c> when none is given.</summary>
    public const int LastingRate = 1_000;

    /// <summary>How many orders are produced; null without end.</summary>
    public int? Count => KeepRunning ? null : Orders;

    /// <summary>Orders per second; null as fast as it goes.</summary>
    public int? Pace => Rate ?? (KeepRunning ? LastingRate : null);
}
