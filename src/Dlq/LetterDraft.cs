using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using System.Text;

namespace Kafka.Dlq;

/// <summary>
/// A letter before it is sent: the key, the value and the headers of its message, which <see cref="LetterVerbs.Enrich"/> may change. A letter's own headers are none of them, see
/// <see cref="DeadLetterHeaders.IsOwned"/>. For use within the call that is given it, by one thread.
/// </summary>
public sealed class LetterDraft
{
    private readonly List<Header> _headers;

    internal LetterDraft(byte[]? key, byte[]? value, IEnumerable<Header> headers)
    {
        // Copies: what is written into them must change neither the message nor the letter that goes without the enrichment.
        Key = Copy(key);
        Value = Copy(value);
        _headers = [.. headers.Select(header => new Header(header.Key, Copy(header.GetValueBytes())))];
    }

    /// <summary>The letter's key, at first a copy of the message's; null for none.</summary>
    public byte[]? Key { get; set; }

    /// <summary>The letter's value, at first a copy of the message's; null for a tombstone.</summary>
    public byte[]? Value { get; set; }

    /// <summary>The number of the partition that the letter goes to, modulo the number of partitions of its topic; null, the default, for what <see cref="LetterVerbs.PartitionBy"/> says.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 0.</exception>
    public int? Partition
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value ?? 0, nameof(value));
            field = value;
        }
    }

    internal IReadOnlyList<Header> Headers => _headers;

    /// <summary>The last value of a header; null when it has none or there is no such header.</summary>
    /// <param name="name">Its name, of which case counts.</param>
    public byte[]? Header(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _headers.FindLast(header => header.Key == name)?.GetValueBytes();
    }

    /// <summary>Sets a header behind the others, in place of those of its name.</summary>
    /// <param name="name">Its name, of which case counts; none of a letter's own.</param>
    /// <param name="value">Its value, or null for none.</param>
    /// <exception cref="ArgumentException">The name is empty or of a letter's own header.</exception>
    public void SetHeader(string name, byte[]? value)
    {
        RemoveHeader(name);
        _headers.Add(new Header(name, value));
    }

    /// <summary>Sets a header to a text, written in UTF-8, see <see cref="SetHeader(string, byte[])"/>.</summary>
    /// <param name="name">Its name, of which case counts; none of a letter's own.</param>
    /// <param name="value">Its text.</param>
    /// <exception cref="ArgumentException">The name is empty or of a letter's own header.</exception>
    public void SetHeader(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        SetHeader(name, Encoding.UTF8.GetBytes(value));
    }

    /// <summary>Removes all headers of a name.</summary>
    /// <param name="name">The name, of which case counts; none of a letter's own.</param>
    /// <exception cref="ArgumentException">The name is empty or of a letter's own header.</exception>
    public void RemoveHeader(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (DeadLetterHeaders.IsOwned(name))
        {
            throw new ArgumentException($"'{name}' is a letter's own header and cannot be changed; OmitHeaders leaves out those that are not needed.", nameof(name));
        }

        _headers.RemoveAll(header => header.Key == name);
    }

    private static byte[]? Copy(byte[]? bytes) => bytes is null ? null : [.. bytes];
}
