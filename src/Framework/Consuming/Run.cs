using Confluent.Kafka;
using Kafka.Dlq.Processing;

namespace Kafka.Dlq.Consuming;

/// <summary>One call of a consumer's <c>ConsumeAsync</c>: what it is given, and what it asked for while it ran.</summary>
internal sealed class Run(MessageBatch messages, int attempt, int? lastAttempt, AttemptCounter? attempts = null)
{
    private readonly Lock _gate = new();
    private Offset? _seekTo;
    private PauseRequest? _pause;

    // Asked for after each message, so without the lock.
    private volatile bool _isRedirected;

    /// <summary>What stands in between runs. Each partition has its own, as hooks and other threads may ask for a pause or a seek then too.</summary>
    public static Run Between() => new(MessageBatch.Empty, attempt: 0, lastAttempt: null);

    public MessageBatch Messages { get; } = messages;

    /// <summary>From 1. A consumer of single messages begins anew with each message behind the one that failed.</summary>
    public int Attempt { get; private set; } = attempt;

    public bool IsLastAttempt => Attempt >= lastAttempt;

    /// <summary>The message being handled, where the framework knows it.</summary>
    public Message? Current { get; private set; }

    /// <summary>How far a consumer of single messages came; null for batches.</summary>
    public Message? Completed { get; private set; }

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

    public PauseRequest? Pause
    {
        get
        {
            lock (_gate)
            {
                return _pause;
            }
        }
    }

    /// <summary>Whether the user decided where to go on, which suppresses the automatic mark.</summary>
    public bool IsRedirected => _isRedirected;

    public void Begin(Message message)
    {
        Attempt = attempts?.NextOf(message.Offset.Value, Completed?.Offset.Value) ?? Attempt;
        Current = message;
    }

    public void Complete(Message message)
    {
        Completed = message;
        Current = null;
    }

    public void RequestSeek(Offset offset)
    {
        lock (_gate)
        {
            _seekTo = offset;
            _isRedirected = true;
        }
    }

    public void RequestPause(PauseRequest? pause)
    {
        lock (_gate)
        {
            _pause = pause;
            _isRedirected = pause is not null || _seekTo is not null;
        }
    }
}
