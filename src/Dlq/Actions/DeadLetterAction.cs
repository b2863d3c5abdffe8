namespace Kafka.Dlq;

/// <summary>
/// What becomes of a record that a consumer rejects (<c>Reject</c>, <c>TryProcess</c>) or whose payload cannot be read: <see cref="Throw"/>, <see cref="Log"/>, <see cref="None"/>, or the
/// sink of a name. Said for the host, a group, a topic, and for payloads that cannot be read; the most specific word counts. Immutable; equal when it means the same.
/// </summary>
/// <example><code>topic.Consumer&lt;OrdersConsumer&gt;().DeadLetterAction(DeadLetterAction.Sink("audit"))</code></example>
public sealed record DeadLetterAction
{
    private static readonly DeadLetterAction[] BuiltIn = [new("throw", isSink: false), new("log", isSink: false), new("none", isSink: false)];

    private DeadLetterAction(string name, bool isSink) => (Name, IsSink) = (name, isSink);

    /// <summary>The default: rejecting throws the record's own exception, unchanged, so that retries and the dead letter queue decide as after any failure.</summary>
    public static DeadLetterAction Throw => BuiltIn[0];

    /// <summary>One log line with coordinates and error, and the offset moves on. Key and payload are in it only where <c>options.LogRejectedPayloads</c> says so.</summary>
    public static DeadLetterAction Log => BuiltIn[1];

    /// <summary>The record is dropped, counted by its reason, and the offset moves on. It is gone.</summary>
    public static DeadLetterAction None => BuiltIn[2];

    /// <summary><c>throw</c>, <c>log</c>, <c>none</c>, or the sink's name.</summary>
    public string Name { get; }

    /// <summary>Whether rejected records go to the sink of this name.</summary>
    public bool IsSink { get; }

    /// <summary>Rejected records go to a sink: one of <c>kafka.Sink(...)</c> and its kin, or an <see cref="IDeadLetterSink"/> in the container under this key. Offsets wait until the sink has them.</summary>
    /// <param name="name">The sink's name, of which case counts. A name that is not known fails the start.</param>
    public static DeadLetterAction Sink(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new DeadLetterAction(name, isSink: true);
    }

    /// <summary>Reads an action from configuration: <c>throw</c>, <c>log</c> or <c>none</c> in any case; anything else is the name of a sink.</summary>
    /// <param name="text">The text.</param>
    public static DeadLetterAction Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Array.Find(BuiltIn, action => string.Equals(action.Name, text, StringComparison.OrdinalIgnoreCase)) ?? Sink(text);
    }

    /// <inheritdoc />
    public override string ToString() => IsSink ? $"sink '{Name}'" : Name;
}
