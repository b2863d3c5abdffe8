namespace Kafka.Dlq.DeadLetters;

/// <summary>
/// Ends the letters of one lane when their outcome is known. Outcomes come on the client's thread, which must not run what follows; many come at once,
/// and are then taken together: one step to another thread for all of them instead of one for each.
/// </summary>
/// <remarks>Works only while letters are expected, on the scheduler that the first of them was dispatched on. Safe from any thread.</remarks>
internal sealed class LetterReports
{
    private readonly Lock _gate = new();
    private List<FirstTry> _arrived = [];
    private List<FirstTry> _taken = [];
    private TaskCompletionSource? _arrival;
    private int _expected;
    private bool _isWorking;

    /// <summary>A letter was sent: begins to work, unless it does already.</summary>
    /// <param name="end">Ends one letter; must not throw.</param>
    public void Expect(Action<FirstTry> end)
    {
        lock (_gate)
        {
            _expected++;
            if (_isWorking)
            {
                return;
            }

            _isWorking = true;
        }

        Begin(end);
    }

    /// <summary>The outcome of an expected try is known.</summary>
    public void Add(FirstTry ended)
    {
        TaskCompletionSource? arrival;
        lock (_gate)
        {
            _arrived.Add(ended);
            arrival = _arrival;
            _arrival = null;
        }

        arrival?.SetResult();
    }

    private void Begin(Action<FirstTry> end)
    {
        // What the first letter's caller carries along, its activity above all, is not the other letters' business.
        if (ExecutionContext.IsFlowSuppressed())
        {
            _ = WorkAsync(end);
            return;
        }

        using (ExecutionContext.SuppressFlow())
        {
            _ = WorkAsync(end);
        }
    }

    private async Task WorkAsync(Action<FirstTry> end)
    {
        while (Next() is { } next)
        {
            await next;
            foreach (FirstTry ended in Take())
            {
                end(ended);
            }
        }
    }

    private Task? Next()
    {
        lock (_gate)
        {
            if (_arrived.Count > 0)
            {
                return Task.CompletedTask;
            }

            _isWorking = _expected > 0;
            _arrival = _isWorking ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;
            return _arrival?.Task;
        }
    }

    private List<FirstTry> Take()
    {
        lock (_gate)
        {
            _taken.Clear();
            (_arrived, _taken) = (_taken, _arrived);
            _expected -= _taken.Count;
            return _taken;
        }
    }
}
