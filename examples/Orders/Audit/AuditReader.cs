using Confluent.Kafka;

namespace Kafka.Dlq.Examples.Orders.Audit;

/// <summary>Reads orders, ledger and dead letters from their beginning, with a plain client and beside the framework, and gives them to the audit.</summary>
internal sealed class AuditReader : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly IConsumer<byte[], byte[]> _consumer;
    private readonly GroupProgress _progress;
    private readonly OrderAudit _audit;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;

    public AuditReader(ExampleKafka broker, GroupProgress progress, OrderAudit audit, TimeProvider time)
    {
        _progress = progress;
        _audit = audit;
        _time = time;
        _consumer = new ConsumerBuilder<byte[], byte[]>(Settings(broker)).Build();
        _consumer.Assign(progress.Partitions.Select(partition => new TopicPartitionOffset(partition, Offset.Beginning)));
        _reading = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Reads to the ends that the topics have now, and closes the books. Called once.</summary>
    /// <exception cref="TimeoutException">The ends were not reached within half a minute.</exception>
    public async Task<AuditResult> CloseAsync()
    {
        Dictionary<TopicPartition, WatermarkOffsets> open = _progress.Partitions.ToDictionary(partition => partition, _progress.Ends);
        long begin = _time.GetTimestamp();
        while (open.Any(IsUnread))
        {
            if (_reading.IsFaulted || _time.GetElapsedTime(begin) > Patience)
            {
                throw new TimeoutException($"The audit could not read its topics to their ends: {_reading.Exception?.InnerException?.Message ?? $"not within {Patience.TotalSeconds} s"}.");
            }

            await Task.Delay(Poll, _time);
        }

        // The position moves just before the last record is handed over: reading ends before the books are closed.
        await _stop.CancelAsync();
        await _reading;
        return _audit.Close(_progress.Committed());
    }

    public void Dispose()
    {
        _stop.Cancel();
        ((IAsyncResult)_reading).AsyncWaitHandle.WaitOne(Patience);
        _consumer.Dispose();
        _stop.Dispose();
    }

    private static ConsumerConfig Settings(ExampleKafka broker)
    {
        // A client must name a group, but this one joins none: its partitions are assigned by hand and it commits nothing.
        ConsumerConfig settings = broker.Client<ConsumerConfig>();
        settings.GroupId = "audit";
        settings.EnableAutoCommit = false;
        return settings;
    }

    private bool IsUnread(KeyValuePair<TopicPartition, WatermarkOffsets> end)
    {
        Offset position = _consumer.Position(end.Key);
        return end.Value.High > end.Value.Low && (position == Offset.Unset || position < end.Value.High);
    }

    private void Read()
    {
        while (!_stop.IsCancellationRequested)
        {
            if (_consumer.Consume(Poll) is { } record)
            {
                _audit.Take(record);
            }
        }
    }
}
