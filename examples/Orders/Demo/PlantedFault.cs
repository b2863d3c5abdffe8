namespace Kafka.Dlq.Examples.Orders.Demo;

/// <summary>What is wrong with an order of the demonstration.</summary>
internal enum PlantedFault
{
    /// <summary>Nothing: it must be posted.</summary>
    None,

    /// <summary>Broken JSON: it must become a dead letter.</summary>
    Unparsable,

    /// <summary>A negative total: it must become a dead letter.</summary>
    NegativeTotal,

    /// <summary>The ledger fails its first post: it must be posted.</summary>
    FailsOnce,

    /// <summary>The ledger fails its first and second post: it must be posted.</summary>
    FailsTwice,
}
