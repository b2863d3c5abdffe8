using System.Collections;

namespace Kafka.Dlq;

/// <summary>The messages of one run, of one partition, in the order of their offsets. Offsets may have gaps (compacted or transactional topics).</summary>
public sealed class MessageBatch : IReadOnlyList<Message>
{
    private readonly ArraySegment<Message> _messages;

    internal MessageBatch(ArraySegment<Message> messages)
    {
        _messages = messages;
    }

    internal static MessageBatch Empty { get; } = new(ArraySegment<Message>.Empty);

    /// <summary>How many messages the run was given; 0 only outside a run.</summary>
    public int Count => _messages.Count;

    /// <summary>The first message.</summary>
    /// <exception cref="InvalidOperationException">The batch is empty, which it is only outside a run.</exception>
    public Message First => _messages.Count > 0 ? _messages[0] : throw Nothing();

    /// <summary>The last message.</summary>
    /// <exception cref="InvalidOperationException">The batch is empty, which it is only outside a run.</exception>
    public Message Last => _messages.Count > 0 ? _messages[^1] : throw Nothing();

    /// <summary>The message at an index, from 0.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such index.</exception>
    public Message this[int index] => _messages[index];

    /// <summary>The payloads of all messages, each deserialized when it is reached.</summary>
    /// <typeparam name="T">What the payloads are.</typeparam>
    public IEnumerable<T> Payloads<T>() => _messages.Select(message => message.Payload<T>());

    /// <summary>Goes through the messages without allocating.</summary>
    public ArraySegment<Message>.Enumerator GetEnumerator() => _messages.GetEnumerator();

    IEnumerator<Message> IEnumerable<Message>.GetEnumerator() => ((IEnumerable<Message>)_messages).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable)_messages).GetEnumerator();

    internal ArraySegment<Message> AsSegment() => _messages;

    private static InvalidOperationException Nothing() => new("There are no messages here: Messages is filled only while ConsumeAsync runs.");
}
