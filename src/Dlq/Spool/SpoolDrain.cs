using Confluent.Kafka;

namespace Kafka.Dlq.DeadLetters;

/// <summary>
/// Carries letters from a spool to their topic. Letters of one source partition keep their order; a letter is removed only when the broker has acknowledged it. The first
/// one goes alone, so that an absent topic is asked by one letter and not by hundreds; each that arrives doubles how many may be under way.
/// </summary>
internal sealed class SpoolDrain(LetterSpool spool, ISpoolLog log, DeadLetterDispatcher dispatcher, Func<IProducer<byte[]?, byte[]?>> producer, Action<Exception> onError, TimeProvider time)
    : IAsyncDisposable
{
    private const int MostUnderWay = 256;

    // How soon a file is looked after that ended while nothing was written, and a log that could not be read.
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Dictionary<(string Group, string Topic, int Partition), DeadLetterLane> _lanes = [];
    private TaskCompletionSource<bool> _change = NewChange();
    private ITimer? _timer;
    private Task _running = Task.CompletedTask;
    private int _underWay;
    private int _window = 1;
    private bool _isLeftBehind;

    public void Start()
    {
        _timer = time.CreateTimer(_ => Wake(), state: null, Pace, Pace);
        _running = RunAsync();
    }

    /// <summary>Something has changed: look again.</summary>
    public void Wake()
    {
        TaskCompletionSource<bool> change;
        lock (_gate)
        {
            change = _change;
            _change = NewChange();
        }

        change.TrySetResult(true);
    }

    public async ValueTask DisposeAsync()
    {
        _timer?.Dispose();
        End();
        await _running;
        _ending.Dispose();
    }

    // Here and not on the thread pool: no user's code listens, and what follows goes back to the scheduler it was started on.
    private void End()
    {
        _ending.Cancel();
        Wake();
    }

    private async Task RunAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            Task change = NextChange();
            if (!TryStep())
            {
                await change;
            }
        }

        // Those under way end with the token.
        while (IsUnderWay())
        {
            Task change = NextChange();
            if (IsUnderWay())
            {
                await change;
            }
        }
    }

    private Task<bool> NextChange()
    {
        lock (_gate)
        {
            return _change.Task;
        }
    }

    private bool IsUnderWay()
    {
        lock (_gate)
        {
            return _underWay > 0;
        }
    }

    private bool IsAllDelivered()
    {
        lock (_gate)
        {
            return _underWay == 0 && !_isLeftBehind;
        }
    }

    /// <returns>Whether there may be more to do at once.</returns>
    private bool TryStep()
    {
        long appends = spool.Appends;
        if (!HasRoom())
        {
            return false;
        }

        try
        {
            if (log.Read() is not { } letter)
            {
                if (IsAllDelivered())
                {
                    spool.BecomeEmpty(appends);
                }

                return false;
            }

            _ = DeliverAsync(letter, Enter(letter));
            return true;
        }
        catch (Exception exception)
        {
            // Whatever it is, the letters must not be forgotten: it is told, and looked again at the next tick.
            onError(exception);
            return false;
        }
    }

    private bool HasRoom()
    {
        lock (_gate)
        {
            return _underWay < _window;
        }
    }

    private DeadLetterLane Enter(SpooledLetter letter)
    {
        lock (_gate)
        {
            _underWay++;
            if (!_lanes.TryGetValue(letter.Source, out DeadLetterLane? lane))
            {
                lane = _lanes[letter.Source] = new DeadLetterLane(MostUnderWay);
            }

            return lane;
        }
    }

    private async Task DeliverAsync(SpooledLetter letter, DeadLetterLane lane)
    {
        bool isDelivered = false;
        try
        {
            await dispatcher.DispatchSpooledAsync(letter, producer(), lane, _ending.Token);
            log.Acknowledge(letter);
            isDelivered = true;
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The host stops; the letter stays where it is.
        }
        catch (Exception exception)
        {
            // Not acknowledged, so it stays in its file and comes again after a restart; until then letters go on being spooled behind it.
            onError(exception);
        }
        finally
        {
            Leave(letter, lane, isDelivered);
        }
    }

    private void Leave(SpooledLetter letter, DeadLetterLane lane, bool isDelivered)
    {
        lock (_gate)
        {
            _underWay--;
            _isLeftBehind |= !isDelivered;
            _window = isDelivered ? Math.Min(_window * 2, MostUnderWay) : 1;
            if (lane.Outstanding == 0)
            {
                _lanes.Remove(letter.Source);
            }
        }

        Wake();
    }

    private static TaskCompletionSource<bool> NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
