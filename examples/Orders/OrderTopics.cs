namespace Kafka.Dlq.Examples.Orders;

/// <summary>The topics of this example and the group that reads them.</summary>
/// <param name="Orders">Where orders come from; the other names follow from it.</param>
internal sealed record OrderTopics(string Orders)
{
    public const int Partitions = 6;

    /// <summary>Where orders go that cannot be handled.</summary>
    public string DeadLetters => $"{Orders}.dlq";

    /// <summary>Where handled orders are posted.</summary>
    public string Ledger => $"{Orders}.ledger";

    /// <summary>The consumer group that handles the orders.</summary>
    public string Group => $"{Orders}.billing";

    public IReadOnlyList<string> All => [Orders, DeadLetters, Ledger];
}
