namespace Kafka.Dlq.Tests.Unit.Framework.Support;

/// <summary>A sink that keeps what it is given, and fails or waits as the test says.</summary>
internal sealed class FakeSink : IDeadLetterSink, IDisposable
{
    /// <summary>The batches it was given, those of failed tries too.</summary>
    public List<IReadOnlyList<RejectedRecord>> Batches { get; } = [];

    /// <summary>What the next calls throw, one each.</summary>
    public Queue<Exception> Throws { get; } = [];

    /// <summary>What a flush waits for.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public int Flushes { get; private set; }

    /// <summary>Told of each flush and of the close.</summary>
    public Action<string> Tell { get; set; } = _ => { };

    public bool IsClosed { get; private set; }

    public bool IsDisposed { get; private set; }

    public string Offsets => string.Join(" | ", Batches.Select(batch => string.Join(' ', batch.Select(record => record.Source.Offset.Value))));

    public Task RejectAsync(IReadOnlyList<RejectedRecord> records, CancellationToken cancellationToken)
    {
        Batches.Add(records);
        return Throws.TryDequeue(out Exception? error) ? Task.FromException(error) : Task.CompletedTask;
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (Gate is { } gate)
        {
            await gate.Task.WaitAsync(cancellationToken);
        }

        Flushes++;
        Tell("flush");
    }

    public Task CloseAsync(CancellationToken cancellationToken)
    {
        IsClosed = true;
        Tell("close sink");
        return Task.CompletedTask;
    }

    public void Dispose() => IsDisposed = true;
}
