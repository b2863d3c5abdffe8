using Confluent.Kafka;
using Kafka.Dlq.Isolating;
using Kafka.Dlq.Processing;
using Kafka.Dlq.TimeLimits;

namespace Kafka.Dlq.Consuming;

/// <summary>One call of a consumer's <c>ConsumeAsync</c>: what it is given, and what it asked for while it ran.</summary>
internal sealed class Run(MessageBatch messages, int attempt, int? lastAttempt, AttemptCounter? attempts = null, PauseSlot? ended = null)
{
    private readonly Lock _gate = new();
    private Offset? _seekTo;
    private int _attempt = attempt;
    private int _before;

    // Asked for after each message, so without the lock.
    private volatile bool _isSeekAsked;

    /// <summary>What stands in between runs. Each partition has its own, as hooks and other threads may ask for a pause or a seek then too.</summary>
    /// <param name="ended">The run before it: the pause that it asked for can still be replaced or taken back. Only that is kept of it, so that its messages can go.</param>
    public static Run Between(Run? ended = null) => new(MessageBatch.Empty, attempt: 0, lastAttempt: null, ended: ended?.Asked);

    public MessageBatch Messages { get; } = messages;

    /// <summary>From 1. A consumer of single messages begins anew with each message behind the one that failed.</summary>
    public int Attempt => _before + _attempt;

    public bool IsLastAttempt => _attempt >= lastAttempt;

    /// <summary>Says how often a message was run in the topics before this one; null where there are none. The number of a batch's run is that of its first message.</summary>
    public Func<Message, int>? RunsBefore
    {
        get;
        init
        {
            field = value;
            _before = value?.Invoke(Messages.First) ?? 0;
        }
    }

    /// <summary>The message being handled, where the framework knows it.</summary>
    public Message? Current { get; private set; }

    /// <summary>How far a consumer of single messages came; null for batches.</summary>
    public Message? Completed { get; private set; }

    /// <summary>The piece of a failed batch that it is; null for a batch as it came.</summary>
    public Piece? Piece { get; init; }

    /// <summary>The messages of which the consumer says that they have failed; null for none.</summary>
    public FailedMessages? Failed { get; private set; }

    /// <summary>Whether the consumer returned although messages have failed: what it did not name is handled then.</summary>
    public bool HasReturned { get; private set; }

    /// <summary>The time that the run, or each of its messages, may take; null for no limit.</summary>
    public TimeLimit? Limit { get; set; }

    public Offset? SeekTo
    {
        get
        {
            lock (_gate)
            {
                return _seekTo;
            }
        }
    }

    /// <summary>The pause that was asked for, until it begins.</summary>
    public PauseSlot Asked { get; } = new();

    /// <summary>The pause of the run before it, where this stands in between runs; null otherwise.</summary>
    public PauseSlot? Ended { get; } = ended;

    public PauseRequest? Pause => Asked.Asked;

    /// <summary>Whether the user decided where to go on, which suppresses the automatic mark.</summary>
    public bool IsRedirected => _isSeekAsked || Pause is not null;

    public void Begin(Message message)
    {
        _attempt = attempts?.NextOf(message.Offset.Value, Completed?.Offset.Value) ?? _attempt;
        _before = RunsBefore?.Invoke(message) ?? 0;
        Current = message;
    }

    public void Complete(Message message)
    {
        Completed = message;
        Current = null;
    }

    /// <summary>A message of the run has failed. Under the lock of the context.</summary>
    public void Fail(Message message, Exception error)
    {
        // Filled before it is seen: a mark on another thread looks at it without the lock.
        FailedMessages failed = Failed ?? new();
        failed.Add(message.Offset.Value, error);
        Failed = failed;
    }

    /// <summary>The consumer returned.</summary>
    /// <returns>The error of the first message that failed; null when none has.</returns>
    public Exception? Return()
    {
        HasReturned = Failed is not null;
        return Failed?.First;
    }

    /// <summary>Takes over what was asked of another, before anything is asked of this one.</summary>
    public void TakeOver(Run before)
    {
        Asked.Asked = before.Pause;
        if (before.SeekTo is { } target)
        {
            RequestSeek(target);
        }
    }

    public void RequestSeek(Offset offset)
    {
        lock (_gate)
        {
            _seekTo = offset;
            _isSeekAsked = true;
        }
    }

    public void RequestPause(PauseRequest? pause) => Asked.Asked = pause;
}
