namespace Kafka.Dlq.Reliability.Campaigns;

/// <summary>What is done to a broker.</summary>
internal enum BrokerFault
{
    /// <summary>SIGKILL; it starts again on its data.</summary>
    Kill,

    /// <summary>SIGSTOP, and after a while SIGCONT.</summary>
    Freeze,

    /// <summary>Nothing passes between clients and the broker, both ways; connections stay open.</summary>
    Cut,

    /// <summary>What passes comes a quarter of a second later.</summary>
    Latency,

    /// <summary>20,000 bytes a second pass.</summary>
    Throttle,

    /// <summary>All connections of clients are reset.</summary>
    Reset,
}
