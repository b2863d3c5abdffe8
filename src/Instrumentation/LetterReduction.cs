namespace Kafka.Dlq;

/// <summary>How far a dead letter was reduced because its topic refused it as too large, or its route bounds it. Each step includes the ones before it; key and value are never touched.</summary>
public enum LetterReduction
{
    /// <summary>Nothing was left out.</summary>
    None,

    /// <summary>The stack trace was left out.</summary>
    NoStackTrace,

    /// <summary>All text of the error was left out.</summary>
    NoErrorText,

    /// <summary>The original headers were left out too and are named in <c>dlq.omitted</c>.</summary>
    NoOriginalHeaders,
}
