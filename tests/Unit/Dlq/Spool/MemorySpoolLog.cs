using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Files;

namespace Kafka.Dlq.Tests.Unit.Dlq.Spool;

/// <summary>A spool's log that the test holds: it confirms when the test says, and outlives the spools that are opened on it.</summary>
internal sealed class MemorySpoolLog : ISpoolLog
{
    private readonly List<DeadLetterEntry> _entries = [];
    private readonly List<(DeadLetterEntry Entry, TaskCompletionSource Confirmed)> _unconfirmed = [];
    private int _read;

    /// <summary>Whether an append ends at once.</summary>
    public bool Confirms { get; set; } = true;

    public Exception? Fault { get; set; }

    public bool IsFull { get; set; }

    public List<long> Acknowledged { get; } = [];

    public SpoolStatistics Statistics => new(_entries.Count, _entries.Count * 100, 1_000, TimeSpan.FromSeconds(90), IsFull, LastError: null);

    public IReadOnlyList<long> Offsets => [.. _entries.Select(entry => entry.Source!.Offset.Value)];

    public Task AppendAsync(DeadLetter letter, DeadLetterRecord record, CancellationToken cancellationToken)
    {
        if (Fault is { } fault)
        {
            return Task.FromException(fault);
        }

        DeadLetterEntry entry = SpoolEntries.Write(letter, record);
        if (Confirms)
        {
            _entries.Add(entry);
            return Task.CompletedTask;
        }

        TaskCompletionSource confirmed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        cancellationToken.Register(() => confirmed.TrySetCanceled(cancellationToken));
        _unconfirmed.Add((entry, confirmed));
        return confirmed.Task;
    }

    public void Confirm()
    {
        (DeadLetterEntry entry, TaskCompletionSource confirmed) = _unconfirmed[0];
        _unconfirmed.RemoveAt(0);
        _entries.Add(entry);
        confirmed.SetResult();
    }

    public SpooledLetter? Read() => _read < _entries.Count ? SpoolEntries.Read(_entries[_read++], "orders.dlq", _read) : null;

    public void Acknowledge(SpooledLetter letter) => Acknowledged.Add(letter.Letter.Message.Offset.Value);

    /// <summary>What a process finds that starts after this one died.</summary>
    public void Restart()
    {
        _entries.RemoveAll(entry => Acknowledged.Contains(entry.Source!.Offset.Value));
        _read = 0;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
