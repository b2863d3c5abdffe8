using System.Collections;

namespace Kafka.Dlq;

/// <summary>The messages of one run with payloads of one type, in the order of their offsets.</summary>
/// <typeparam name="T">What the payloads are.</typeparam>
public sealed class MessageBatch<T> : IReadOnlyList<Message<T>>
{
    private readonly MessageBatch _messages;

    internal MessageBatch(MessageBatch messages)
    {
        _messages = messages;
    }

    /// <inheritdoc cref="MessageBatch.Count" />
    public int Count => _messages.Count;

    /// <inheritdoc cref="MessageBatch.First" />
    public Message<T> First => (Message<T>)_messages.First;

    /// <inheritdoc cref="MessageBatch.Last" />
    public Message<T> Last => (Message<T>)_messages.Last;

    /// <summary>The payloads of all messages, each deserialized when it is reached.</summary>
    public IEnumerable<T> Payloads => this.Select(message => message.Payload);

    /// <inheritdoc cref="MessageBatch.this" />
    public Message<T> this[int index] => (Message<T>)_messages[index];

    /// <summary>Goes through the messages without allocating.</summary>
    public Enumerator GetEnumerator() => new(_messages.GetEnumerator());

    IEnumerator<Message<T>> IEnumerable<Message<T>>.GetEnumerator()
    {
        foreach (Message<T> message in this)
        {
            yield return message;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<Message<T>>)this).GetEnumerator();

    /// <summary>Goes through the messages without allocating.</summary>
    public struct Enumerator
    {
        private ArraySegment<Message>.Enumerator _messages;

        internal Enumerator(ArraySegment<Message>.Enumerator messages)
        {
            _messages = messages;
        }

        /// <summary>The message reached.</summary>
        public readonly Message<T> Current => (Message<T>)_messages.Current;

        /// <summary>Goes to the next message.</summary>
        /// <returns>False when there is none.</returns>
        public bool MoveNext() => _messages.MoveNext();
    }
}
