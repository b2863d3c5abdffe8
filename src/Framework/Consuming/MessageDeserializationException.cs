namespace Kafka.Dlq;

/// <summary>The bytes of a key or payload are not what the consumer asked for. The letter of such a message has the error kind <c>deserialization</c> and the raw bytes.</summary>
public sealed class MessageDeserializationException : Exception
{
    /// <summary>Makes an exception without coordinates.</summary>
    public MessageDeserializationException()
    {
    }

    /// <summary>Makes an exception with a text of its own.</summary>
    /// <param name="message">What could not be deserialized, and where it lies.</param>
    public MessageDeserializationException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a text of its own and the deserializer's exception.</summary>
    /// <param name="message">What could not be deserialized, and where it lies.</param>
    /// <param name="innerException">What the deserializer threw.</param>
    public MessageDeserializationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
