using System.Collections.Concurrent;

namespace Kafka.Dlq.Examples.Orders.Demo;

/// <summary>The line to the ledger, which fails the first posts of some orders.</summary>
internal sealed class FlakyLine
{
    private readonly ConcurrentDictionary<long, int> _tries = new();

    /// <exception cref="LedgerUnavailableException">This try fails.</exception>
    public void Pass(Order order)
    {
        int failing = PlantedFaults.Of(order.Number) switch
        {
            PlantedFault.FailsOnce => 1,
            PlantedFault.FailsTwice => 2,
            _ => 0,
        };
        if (failing > 0 && _tries.AddOrUpdate(order.Number, 1, (_, tries) => tries + 1) <= failing)
        {
            throw new LedgerUnavailableException($"The ledger did not answer for order {order.Number}.");
        }

        _tries.TryRemove(order.Number, out _);
    }
}
