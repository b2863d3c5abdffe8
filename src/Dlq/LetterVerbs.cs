using Kafka.Dlq.DeadLetters;
using System.Collections.Frozen;

namespace Kafka.Dlq;

/// <summary>The verbs of a dead letter queue that say how its letters are written. Each may be said once; what is wrong is told when the host starts. Letters of other routes are as ever.</summary>
public static class LetterVerbs
{
    /// <summary>
    /// Rewrites the message and the stack trace of the error before they are shortened and written, in place of <see cref="DeadLetterOptions.Redact"/>. Default: the host's function, or none.
    /// </summary>
    /// <param name="queue">The queue.</param>
    /// <param name="redact">
    /// Given each of the two texts; what it returns is written. May be called from several threads at once. When it throws, the text is left out and a remark with the type of
    /// what it threw stands in its place.
    /// </param>
    /// <returns>The same queue.</returns>
    /// <remarks>Events and logs of this process carry the error itself and are not rewritten; neither is the fingerprint, a hash that is taken from the text as it was.</remarks>
    /// <example><code>queue.Topic("orders.dlq").Redact(text =&gt; CardNumber().Replace(text, "(card)"))</code></example>
    public static DeadLetterQueueBuilder Redact(this DeadLetterQueueBuilder queue, Func<string, string> redact)
    {
        ArgumentNullException.ThrowIfNull(queue);
        ArgumentNullException.ThrowIfNull(redact);
        return queue.SayLetter(nameof(Redact), letter => letter with { Redact = redact });
    }

    /// <summary>Rewrites the headers that a message came with before they are written into its letter. Default: they are the message's bytes, untouched.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="redact">
    /// Given the name and a copy of the value of each header that has a value; what it returns is the letter's, null leaves the header out. May be called from several threads at once.
    /// When it throws, that header is left out and named in <c>dlq.omitted</c>.
    /// </param>
    /// <returns>The same queue.</returns>
    /// <example><code>queue.Topic("orders.dlq").RedactHeaders((name, value) =&gt; name == "authorization" ? "***"u8.ToArray() : value)</code></example>
    public static DeadLetterQueueBuilder RedactHeaders(this DeadLetterQueueBuilder queue, Func<string, byte[], byte[]?> redact)
    {
        ArgumentNullException.ThrowIfNull(queue);
        ArgumentNullException.ThrowIfNull(redact);
        return queue.SayLetter(nameof(RedactHeaders), letter => letter with { RedactHeader = redact });
    }

    /// <summary>Changes each letter before it is sent: its key, its value, and the headers of its message. Default: they are the message's.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="enrich">
    /// Given the letter, after <see cref="RedactHeaders"/> and <see cref="OmitHeaders"/>, and why it is one. Called once for each letter, also for those dispatched by hand, by several partitions at once; the partition
    /// waits for it. When it throws, nothing of what it did counts: the letter goes without it, <c>dlq.enrich.error</c> has the type of what it threw, and <see cref="ErrorOccurred"/> of
    /// <see cref="ErrorType.Enrich"/> tells it.
    /// </param>
    /// <returns>The same queue.</returns>
    /// <remarks>
    /// What is set here is sent as it is: it is not redacted, and counts for <see cref="MaxLetterBytes"/>. When a letter is too large, headers that were set go where the original ones go. A key that is set
    /// moves the letter to another partition only with <see cref="PartitionBy"/> of <see cref="LetterPartition.Key"/>; <see cref="LetterDraft.Partition"/> moves it in any case.
    /// </remarks>
    /// <example><code>queue.Topic("orders.dlq").Enrich((letter, why) =&gt; letter.SetHeader("team", why.Error is JsonException ? "import" : "billing"))</code></example>
    public static DeadLetterQueueBuilder Enrich(this DeadLetterQueueBuilder queue, Action<LetterDraft, DeadLetter> enrich)
    {
        ArgumentNullException.ThrowIfNull(queue);
        ArgumentNullException.ThrowIfNull(enrich);
        return queue.SayLetter(nameof(Enrich), letter => letter with { Enrich = enrich });
    }

    /// <summary>Says how the partition of a letter in its dead letter topic is chosen. Default: <see cref="LetterPartition.Source"/>.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="choice">One of the three. <see cref="LetterDraft.Partition"/> overrules it for a letter.</param>
    /// <returns>The same queue.</returns>
    /// <remarks>It holds for all topics that letters of the route go to, parking included, and for letters that went to the spool; not for messages on their way through retry topics.</remarks>
    /// <example><code>queue.Topic("orders.dlq").PartitionBy(LetterPartition.Key)</code></example>
    public static DeadLetterQueueBuilder PartitionBy(this DeadLetterQueueBuilder queue, LetterPartition choice)
    {
        ArgumentNullException.ThrowIfNull(queue);
        return queue.SayLetter(nameof(PartitionBy), letter => letter with { PartitionBy = choice });
    }

    /// <summary>Headers that letters go without, be they the message's or a letter's own. Default: all are written.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="names">
    /// Their names, of which case counts: for instance <see cref="DeadLetterHeaders.Host"/>. Those that say where the message was read, how often it ran and how often it was a letter are needed and cannot be
    /// left out.
    /// </param>
    /// <returns>The same queue.</returns>
    /// <remarks>They are not named in <c>dlq.omitted</c>, which tells what this letter lost and others have. A stack trace that is left out is not made either, which makes letters cheaper.</remarks>
    /// <example><code>queue.Topic("orders.dlq").OmitHeaders(DeadLetterHeaders.ErrorStackTrace, "authorization")</code></example>
    public static DeadLetterQueueBuilder OmitHeaders(this DeadLetterQueueBuilder queue, params string[] names)
    {
        ArgumentNullException.ThrowIfNull(queue);
        ArgumentNullException.ThrowIfNull(names);
        return queue.SayLetter(nameof(OmitHeaders), letter => letter with { LeftOut = names.Select(name => name ?? "").ToFrozenSet(StringComparer.Ordinal) });
    }

    /// <summary>
    /// The most bytes of a letter: key, value, and names and values of headers. A letter that is larger goes without its stack trace, then without the error's text, then without the original headers,
    /// as if its topic had refused it, and <c>dlq.omitted</c> names them. Key and value are never touched: a letter that is larger even so is not sent and holds its partition. Default: the topic decides.
    /// </summary>
    /// <param name="queue">The queue.</param>
    /// <param name="bytes">1,024 or more.</param>
    /// <returns>The same queue.</returns>
    /// <example><code>queue.Topic("orders.dlq").MaxLetterBytes(100_000)</code></example>
    public static DeadLetterQueueBuilder MaxLetterBytes(this DeadLetterQueueBuilder queue, int bytes)
    {
        ArgumentNullException.ThrowIfNull(queue);
        return queue.SayLetter(nameof(MaxLetterBytes), letter => letter with { MaxBytes = bytes });
    }
}
