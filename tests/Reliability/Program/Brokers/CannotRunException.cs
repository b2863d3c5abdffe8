namespace Kafka.Dlq.Reliability.Brokers;

/// <summary>A campaign needs something that is not here. It has not failed: it was not run.</summary>
internal sealed class CannotRunException : Exception
{
    public CannotRunException(string message)
        : base(message)
    {
    }

    public CannotRunException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public CannotRunException()
    {
    }
}
