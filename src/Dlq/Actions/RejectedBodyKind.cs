namespace Kafka.Dlq;

/// <summary>What a rejected record was, before it became bytes.</summary>
public enum RejectedBodyKind
{
    /// <summary>The message itself: the bytes of its value.</summary>
    Message,

    /// <summary>Bytes that were given.</summary>
    Bytes,

    /// <summary>Text, as UTF-8.</summary>
    Text,

    /// <summary>An object, as JSON.</summary>
    Json,

    /// <summary>Null: nothing to keep but the coordinates and the error.</summary>
    Null,

    /// <summary>An object that could not be made into JSON: <c>{"unserializable": type, "error": why}</c> stands in its place.</summary>
    Placeholder,
}
