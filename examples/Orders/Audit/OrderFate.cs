using Kafka.Dlq.Examples.Orders.Demo;

namespace Kafka.Dlq.Examples.Orders.Audit;

/// <summary>What is known of one coordinate (partition, offset) of the orders topic.</summary>
internal struct OrderFate
{
    /// <summary>Whether an order lies there: a delivery report or the topic itself says so.</summary>
    public bool Exists;

    /// <summary>What was planted in it; null when another program wrote it.</summary>
    public PlantedFault? Planted;

    /// <summary>How often it was posted to the ledger.</summary>
    public int Posts;

    /// <summary>How many dead letters it has.</summary>
    public int Letters;

    /// <summary>Why it became a dead letter; null while it has none.</summary>
    public string? Reason;

    public readonly bool IsDone => Posts > 0 || Letters > 0;

    /// <summary>Whether it ended as its planted fault says it must.</summary>
    public readonly bool IsAsPlanted => Planted switch
    {
        null => true,
        PlantedFault.Unparsable => Posts == 0 && Reason == "deserialization",
        PlantedFault.NegativeTotal => Posts == 0 && Reason == "negative total",
        _ => Posts > 0 && Letters == 0,
    };
}
