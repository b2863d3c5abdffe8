namespace Kafka.Dlq;

/// <summary>How dead letters are written and delivered; the same for all routes of a host.</summary>
public sealed record DeadLetterOptions
{
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(1);
    private static readonly TimeSpan ShortestTransaction = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTransaction = TimeSpan.FromMinutes(15);

    /// <summary>
    /// The longest that one try of a delivery may take, the wait for the broker's acknowledgement included. Default 30 s; 10 ms to one day.
    /// A try that takes longer has failed and is repeated; as the broker may have taken it all the same, the letter may then lie there twice, with equal ids.
    /// </summary>
    /// <remarks>Producers made by the framework get four fifths of it as <c>message.timeout.ms</c> unless that is set, so that the client's own verdict comes first.</remarks>
    public TimeSpan DispatchTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The waits between tries of one delivery. Default 200 ms, doubling up to 10 s. There is no last try: a letter is tried until it is
    /// delivered, its partition is revoked or the host stops. <see cref="PauseOptions.MaxTimeout"/> is at most one day.
    /// </summary>
    public PauseOptions Backoff { get; init; } = new() { Timeout = TimeSpan.FromMilliseconds(200), MaxTimeout = TimeSpan.FromSeconds(10) };

    /// <summary>
    /// How many letters of one partition may be under way at once with <see cref="DispatchMethod.ProduceAsync"/>. Default 1,000; at least 1.
    /// When so many are, the partition waits. It bounds memory, and how many messages are handled again after a crash.
    /// </summary>
    public int MaxOutstanding { get; init; } = 1_000;

    /// <summary>The longest <c>dlq.error.stacktrace</c> in bytes of UTF-8; a longer one loses its end. Default 4,096; 0 leaves it out.</summary>
    public int StackTraceLimit { get; init; } = 4_096;

    /// <summary>The longest <c>dlq.error.message</c> in bytes of UTF-8, causes included; a longer one loses its end. Default 4,096; 0 leaves it out.</summary>
    public int MessageLimit { get; init; } = 4_096;

    /// <summary>
    /// Called with an error's message and with its stack trace before they are shortened and written into a letter; what it returns is written
    /// instead. Default null: both are written as they are. May be called from several threads at once. When it throws, the text is left out and a
    /// remark stands in its place.
    /// </summary>
    public Func<string, string>? Redact { get; init; }

    /// <summary>
    /// The beginning of the transactional ids of this process, for queues with <see cref="DeadLetterQueueBuilder.Transactional"/>; group and connection are appended. It must be a name that
    /// no other running process uses, and is best one that this process has again after a restart, as the name of a pod in a stateful set: what it left open when it was killed is then ended
    /// at once. Default null: the route's <c>group.instance.id</c> where it has one, otherwise a name made anew at each start, and what was left open is ended by the broker after <see cref="TransactionTimeout"/>.
    /// </summary>
    public string? TransactionalIdPrefix { get; init; }

    /// <summary>
    /// How long a transaction may stay open, and the time limit of each of its steps. Default 10 s; 1 s to 15 min, and not more than the brokers' <c>transaction.max.timeout.ms</c>. The brokers abort what is open for
    /// longer. Until then the partitions of a process that was killed stand still with their new owner, and readers of the dead letter topic wait with <c>read_committed</c>.
    /// </summary>
    public TimeSpan TransactionTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Where letters lie that their topic cannot take at present; needed by queues with <see cref="UnavailablePolicy.Spool"/>.</summary>
    public SpoolOptions Spool { get; init; } = new();

    /// <summary>Says what is wrong with these options, one fault for each. Empty when nothing is.</summary>
    public IEnumerable<RouteFault> Faults()
    {
        if (DispatchTimeout < ShortestTimeout || DispatchTimeout > LongestTimeout)
        {
            yield return Fault(nameof(DispatchTimeout), DispatchTimeout, $"{ShortestTimeout} to {LongestTimeout}");
        }

        if (MaxOutstanding < 1)
        {
            yield return Fault(nameof(MaxOutstanding), MaxOutstanding, "1 or more");
        }

        if (StackTraceLimit < 0)
        {
            yield return Fault(nameof(StackTraceLimit), StackTraceLimit, "0 (no stack trace) or more bytes");
        }

        if (MessageLimit < 0)
        {
            yield return Fault(nameof(MessageLimit), MessageLimit, "0 (no message) or more bytes");
        }

        if (TransactionalIdPrefix is not null && string.IsNullOrWhiteSpace(TransactionalIdPrefix))
        {
            yield return Fault(nameof(TransactionalIdPrefix), $"'{TransactionalIdPrefix}'", "a name that no other running process uses, or null");
        }

        if (TransactionTimeout < ShortestTransaction || TransactionTimeout > LongestTransaction)
        {
            yield return Fault(nameof(TransactionTimeout), TransactionTimeout, $"{ShortestTransaction} to {LongestTransaction}");
        }

        foreach (RouteFault fault in BackoffFaults().Concat(Spool?.Faults() ?? [Fault(nameof(Spool), "null", $"{nameof(SpoolOptions)}")]))
        {
            yield return fault;
        }
    }

    private IEnumerable<RouteFault> BackoffFaults()
    {
        if (Backoff is null)
        {
            yield return Fault(nameof(Backoff), "null", $"a {nameof(PauseOptions)}");
            yield break;
        }

        if (Backoff.Timeout < TimeSpan.Zero)
        {
            yield return Fault($"{nameof(Backoff)}.{nameof(Backoff.Timeout)}", Backoff.Timeout, "zero or more");
        }

        if (Backoff.MaxTimeout < Backoff.Timeout || Backoff.MaxTimeout > LongestTimeout)
        {
            yield return Fault($"{nameof(Backoff)}.{nameof(Backoff.MaxTimeout)}", Backoff.MaxTimeout, $"{nameof(Backoff.Timeout)} ({Backoff.Timeout}) to {LongestTimeout}");
        }

        if (Backoff.Jitter is not (>= 0 and <= 1))
        {
            yield return Fault($"{nameof(Backoff)}.{nameof(Backoff.Jitter)}", Backoff.Jitter, "0 to 1");
        }
    }

    private static RouteFault Fault(string option, object found, string allowed) =>
        new(null, null, $"DeadLetters.{option}", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{found}"), allowed);
}
