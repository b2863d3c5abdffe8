using System.Collections.Concurrent;

namespace Kafka.Dlq.Tests.Integration.Rejecting;

/// <summary>A user's own sink: a table that can be down.</summary>
internal sealed class TableSink : IDeadLetterSink
{
    private readonly ConcurrentQueue<RejectedRecord> _rows = new();
    private readonly ConcurrentQueue<RejectedRecord> _taken = new();

    public bool IsDown { get; set; }

    /// <summary>What is safe.</summary>
    public IReadOnlyList<RejectedRecord> Rows => [.. _rows];

    public IEnumerable<long> Offsets => _rows.Select(row => row.Source.Offset.Value);

    /// <summary>How many rows there were when it was closed; null while it is not.</summary>
    public int? RowsAtClose { get; private set; }

    public Task RejectAsync(IReadOnlyList<RejectedRecord> records, CancellationToken cancellationToken)
    {
        _taken.Clear();
        foreach (RejectedRecord record in records)
        {
            _taken.Enqueue(record);
        }

        return Task.CompletedTask;
    }

    public Task FlushAsync(CancellationToken cancellationToken)
    {
        if (IsDown)
        {
            return Task.FromException(new IOException("the table is down"));
        }

        while (_taken.TryDequeue(out RejectedRecord? record))
        {
            _rows.Enqueue(record);
        }

        return Task.CompletedTask;
    }

    public Task CloseAsync(CancellationToken cancellationToken)
    {
        RowsAtClose = _rows.Count;
        return Task.CompletedTask;
    }
}
