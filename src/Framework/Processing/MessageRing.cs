using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Kafka.Dlq.Processing;

/// <summary>A queue of messages that takes and gives whole runs at once and knows their bytes. Grows as needed. Not safe to use from two threads at once.</summary>
internal sealed class MessageRing
{
    private const int Least = 16;

    // The sizes lie apart, so that what is taken need not be looked at: its memory may be another processor's by then.
    private Message[] _messages = [];
    private int[] _sizes = [];
    private int _first;

    public int Count { get; private set; }

    public long Bytes { get; private set; }

    public void Add(ReadOnlySpan<Message> messages)
    {
        Grow(Count + messages.Length);
        Span<Message> ring = _messages;
        int mask = ring.Length - 1;
        int end = _first + Count;
        for (int i = 0; i < messages.Length; i++)
        {
            int size = messages[i].Size;
            ring[(end + i) & mask] = messages[i];
            _sizes[(end + i) & mask] = size;
            Bytes += size;
        }

        Count += messages.Length;
    }

    /// <summary>Takes up to so many messages.</summary>
    public Message[] Take(int most)
    {
        Message[] taken = new Message[Math.Min(most, Count)];
        int upToEnd = Math.Min(taken.Length, _messages.Length - _first);
        Move(taken.AsSpan(0, upToEnd), _first);
        Move(taken.AsSpan(upToEnd), 0);
        if (taken.Length > 0)
        {
            _first = (_first + taken.Length) & (_messages.Length - 1);
            Count -= taken.Length;
        }

        return taken;
    }

    public bool TryPeek([NotNullWhen(true)] out Message? message)
    {
        message = Count > 0 ? _messages[_first] : null;
        return message is not null;
    }

    /// <summary>The message that was added last. There must be one.</summary>
    public Message Newest => _messages[(_first + Count - 1) & (_messages.Length - 1)];

    /// <summary>How many messages from the oldest on, up to so many, are as asked for without a gap.</summary>
    public int CountWhile(int most, Func<Message, bool> isAsAskedFor)
    {
        int count = 0;
        while (count < Math.Min(most, Count) && isAsAskedFor(_messages[(_first + count) & (_messages.Length - 1)]))
        {
            count++;
        }

        return count;
    }

    public void Clear()
    {
        _messages = [];
        _sizes = [];
        _first = 0;
        Count = 0;
        Bytes = 0;
    }

    private void Move(Span<Message> into, int from)
    {
        Span<Message> source = _messages.AsSpan(from, into.Length);
        source.CopyTo(into);
        source.Clear();
        foreach (int size in _sizes.AsSpan(from, into.Length))
        {
            Bytes -= size;
        }
    }

    private void Grow(int needed)
    {
        if (needed <= _messages.Length)
        {
            return;
        }

        int capacity = Math.Max(Least, (int)BitOperations.RoundUpToPowerOf2((uint)needed));
        Message[] messages = new Message[capacity];
        int[] sizes = new int[capacity];
        int upToEnd = Math.Min(Count, _messages.Length - _first);
        Array.Copy(_messages, _first, messages, 0, upToEnd);
        Array.Copy(_messages, 0, messages, upToEnd, Count - upToEnd);
        Array.Copy(_sizes, _first, sizes, 0, upToEnd);
        Array.Copy(_sizes, 0, sizes, upToEnd, Count - upToEnd);
        (_messages, _sizes, _first) = (messages, sizes, 0);
    }
}
