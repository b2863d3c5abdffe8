namespace Kafka.Dlq.Examples.Orders.Demo;

/// <summary>Holds a producer to so many orders per second.</summary>
internal sealed class Pace(int? ordersPerSecond, TimeProvider time)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(2);

    private readonly long _start = time.GetTimestamp();

    /// <summary>Waits until it is an order's turn.</summary>
    /// <param name="order">The order's number, from 1.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask WaitAsync(long order, CancellationToken cancellationToken)
    {
        if (ordersPerSecond is { } rate)
        {
            TimeSpan early = TimeSpan.FromSeconds((double)(order - 1) / rate) - time.GetElapsedTime(_start);
            if (early > Shortest)
            {
                await Task.Delay(early, time, cancellationToken);
            }
        }
    }
}
