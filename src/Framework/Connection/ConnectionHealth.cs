using Confluent.Kafka;

namespace Kafka.Dlq.Connection;

/// <summary>Whether a connection's brokers can be reached: told by the client when all are down, and asked for until one answers again.</summary>
internal sealed class ConnectionHealth
{
    private volatile string? _reason;
    private volatile string? _lastTransportError;

    /// <summary>Why no broker can be reached, or null while one can.</summary>
    public string? Unreachable => _reason;

    /// <summary>The fatal error after which the client cannot go on, or null.</summary>
    public string? Failed { get; private set; }

    /// <summary>Takes in an error of the client.</summary>
    /// <returns>Whether it means that the brokers have just gone out of reach.</returns>
    public bool Note(Error error)
    {
        // The client tells each broker's reason, with its address, before it tells that all are down, which names none.
        if (error.Code is ErrorCode.Local_Transport or ErrorCode.Local_Resolve or ErrorCode.Local_Ssl or ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed)
        {
            _lastTransportError = error.Reason;
        }

        if (error.IsFatal)
        {
            // KIP-345: fenced by another member of the same group.instance.id, for instance. The client never recovers from it.
            Failed = $"{error.Reason} ({error.Code}); the client cannot go on: restart the host";
        }

        if (error.Code != ErrorCode.Local_AllBrokersDown)
        {
            return false;
        }

        bool isNews = _reason is null;
        _reason = _lastTransportError ?? error.Reason;
        return isNews;
    }

    public void Reached() => _reason = null;
}
