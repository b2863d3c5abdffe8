namespace Kafka.Dlq.Provisioning;

/// <summary>No broker answered in time, or none that was ready to. Says nothing about topics: trying again later may succeed.</summary>
public sealed class BrokerUnreachableException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="bootstrapServers">The addresses that were tried (<c>bootstrap.servers</c>).</param>
    /// <param name="reason">What the client or the broker says.</param>
    /// <param name="inner">The client's exception, if there is one.</param>
    public BrokerUnreachableException(string bootstrapServers, string reason, Exception? inner = null)
        : base($"The Kafka cluster at '{bootstrapServers}' cannot be reached or is not ready: {reason.TrimEnd('.')}. Expected a broker that answers in time; check bootstrap.servers, the network and the security settings.", inner)
    {
        BootstrapServers = bootstrapServers;
        Reason = reason;
    }

    /// <summary>The addresses that were tried.</summary>
    public string BootstrapServers { get; }

    /// <summary>What the client or the broker says.</summary>
    public string Reason { get; }
}
