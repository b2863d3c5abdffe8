using System.Collections.Frozen;

namespace Kafka.Dlq.DeadLetters;

/// <summary>How the letters of one route are written, where it asks for more than all others get.</summary>
internal sealed record LetterSettings
{
    /// <summary>What a route has that does not ask.</summary>
    public static readonly LetterSettings Default = new();

    /// <summary>What a message has that goes to a retry topic, where the route does not ask: it is read again, and nobody looks for a stack trace there.</summary>
    public static readonly LetterSettings Hop = Default.OnTheWay;

    /// <summary>Whether letters have <see cref="DeadLetterHeaders.Fingerprint"/>.</summary>
    public bool HasFingerprint { get; init; }

    /// <summary>Rewrites the error's message and stack trace in place of the host's function; null leaves that one.</summary>
    public Func<string, string>? Redact { get; init; }

    /// <summary>Rewrites a header of the message, given its name and value; null leaves them as they are.</summary>
    public Func<string, byte[], byte[]?>? RedactHeader { get; init; }

    /// <summary>Changes a letter before it is sent, or null.</summary>
    public Action<LetterDraft, DeadLetter>? Enrich { get; init; }

    /// <summary>The headers that are not written.</summary>
    public FrozenSet<string> LeftOut { get; init; } = FrozenSet<string>.Empty;

    /// <summary>How the letter's partition is chosen.</summary>
    public LetterPartition PartitionBy { get; init; }

    /// <summary>The most bytes of a letter, or null.</summary>
    public int? MaxBytes { get; init; }

    /// <summary>The same for a message on its way through retry topics. It is handled again, so it keeps its own headers, key and value whatever the letter shall have; what must not be read stays out as ever.</summary>
    public LetterSettings OnTheWay => new() { Redact = Redact, LeftOut = LeftOut.Where(DeadLetterHeaders.IsOwned).Append(DeadLetterHeaders.ErrorStackTrace).ToFrozenSet() };
}
