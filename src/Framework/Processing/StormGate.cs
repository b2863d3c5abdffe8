using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Routing;

namespace Kafka.Dlq.Processing;

/// <summary>The breaker of one route, shared by its partitions: has those that wait look again when it changes, and tells of it.</summary>
internal sealed class StormGate(TopicRoute route, BreakerOptions options, KafkaMonitor monitor, TimeProvider time)
{
    private readonly StormBreaker _breaker = new(options, time);
    private readonly Lock _gate = new();
    private readonly HashSet<Wakeup> _waiting = [];
    private Wakeup? _lastProber;
    private volatile string _why = "";

    public bool IsOpen => _breaker.State != BreakerState.Closed;

    /// <summary>After how many failed tries a message may be given up though the breaker is open.</summary>
    public int ProbesPerMessage => options.ProbesPerMessage;

    /// <summary>Why it is open, as the end of a sentence.</summary>
    public string Why => $"the breaker of its dead letter queue is open, as {_why}; a message is tried every {options.ProbeInterval.TotalSeconds:0.###} s";

    /// <summary>Why a message that is to be given up waits, as the end of a sentence.</summary>
    public string Full => $"{options.LettersPerMinute} messages were given up within the last minute, as many as the breaker of its dead letter queue allows";

    /// <summary>From now on this one is woken at each change, until <see cref="Leave"/>.</summary>
    public void Wait(Wakeup waiting)
    {
        lock (_gate)
        {
            _waiting.Add(waiting);
        }
    }

    public void Leave(Wakeup waiting)
    {
        lock (_gate)
        {
            _waiting.Remove(waiting);
        }

        // It may have been the one for which another stood back.
        Change();
    }

    public void Succeeded() => _breaker.Succeeded();

    public void Failed(FailedRun failed, string kind)
    {
        if (_breaker.Failed(kind, KeyOf(failed.Message)) is { } why)
        {
            Open(why, failed.Error);
        }
    }

    public LetterLeave TakeLetter(FailedRun failed, string kind, bool isProbed)
    {
        LetterLeave leave = _breaker.TakeLetter(kind, isProbed);
        if (leave.Opened is { } why)
        {
            Open(why, failed.Error);
        }

        return leave;
    }

    /// <summary>Asks to try a message; who may must call <see cref="EndProbe"/>. Who tried last stands back while others wait: its message may be bad itself.</summary>
    public bool TryBeginProbe(Wakeup asking, TopicPartitionOffset message, out TimeSpan wait)
    {
        lock (_gate)
        {
            if (_lastProber == asking && _waiting.Count > 1)
            {
                wait = Timeout.InfiniteTimeSpan;
                return false;
            }

            if (!_breaker.TryBeginProbe(out wait))
            {
                return false;
            }

            _lastProber = asking;
        }

        monitor.Publish(new BreakerProbing(route.GroupId, route.Topic, message));
        return true;
    }

    public void EndProbe(ProbeResult result)
    {
        if (_breaker.EndProbe(result) is { } elapsed)
        {
            monitor.Publish(new BreakerClosed(route.GroupId, route.Topic, elapsed));
        }

        Change();
    }

    private void Open(string why, Exception error)
    {
        _why = why;
        Change();
        monitor.Publish(new BreakerOpened(route.GroupId, route.Topic, why, error));
    }

    private void Change()
    {
        lock (_gate)
        {
            foreach (Wakeup waiting in _waiting)
            {
                waiting.Wake();
            }
        }
    }

    private static int KeyOf(Message message)
    {
        HashCode hash = new();
        if (message.HasKey)
        {
            hash.AddBytes(message.Key.Span);
        }
        else
        {
            hash.Add(message.Partition.Value);
            hash.Add(message.Offset.Value);
        }

        return hash.ToHashCode();
    }
}
