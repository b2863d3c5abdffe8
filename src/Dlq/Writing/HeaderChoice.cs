using Confluent.Kafka;

namespace Kafka.Dlq.DeadLetters;

/// <summary>The headers of a message that go into its letter.</summary>
internal sealed class HeaderChoice
{
    private HeaderChoice(List<Header> kept, List<string> refused)
    {
        Kept = kept;
        Refused = refused;
    }

    /// <summary>Those that go along, in their order.</summary>
    public List<Header> Kept { get; }

    /// <summary>The names of those whose redaction threw.</summary>
    public IReadOnlyList<string> Refused { get; }

    /// <summary>Chooses: without those of an earlier pass, those that the route leaves out, and those whose redaction says so or throws.</summary>
    /// <param name="headers">The message's headers.</param>
    /// <param name="settings">What the route says.</param>
    /// <param name="added">The index of one that the framework added on the message's way; null when it added none.</param>
    public static HeaderChoice Of(Headers headers, LetterSettings settings, int? added = null)
    {
        List<Header> kept = new(headers.Count);
        List<string> refused = [];
        for (int i = 0; i < headers.Count; i++)
        {
            string name = headers[i].Key;
            if (i != added && !DeadLetterHeaders.IsOwned(name) && !settings.LeftOut.Contains(name))
            {
                Add(name, headers[i].GetValueBytes(), settings.RedactHeader, kept, refused);
            }
        }

        return new HeaderChoice(kept, refused);
    }

    private static void Add(string name, byte[]? value, Func<string, byte[], byte[]?>? redact, List<Header> kept, List<string> refused)
    {
        if (redact is null || value is null)
        {
            kept.Add(new Header(name, value));
            return;
        }

        try
        {
            // A copy: the function may write into what it is given, and the message still has its own.
            if (redact(name, [.. value]) is { } redacted)
            {
                kept.Add(new Header(name, redacted));
            }
        }
        catch (Exception)
        {
            // The value may be what must not leave this machine, so it is left out rather than written as it is; dlq.omitted tells the reader.
            refused.Add(name);
        }
    }
}
