using System.Threading.Channels;

namespace Kafka.Dlq.Connection;

/// <summary>
/// Carries what the poll thread has to tell to the monitor's subscribers on another thread: subscribers are the user's code, which must never run on the poll thread.
/// Keeps the order. When subscribers are 10,000 events behind, the oldest are dropped.
/// </summary>
internal sealed class EventPump(KafkaMonitor monitor)
{
    private readonly Channel<KafkaEvent> _events = Channel.CreateBounded<KafkaEvent>(
        new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public void Post(KafkaEvent occurred) => _events.Writer.TryWrite(occurred);

    /// <summary>Tells events until completed, and those that are left then.</summary>
    public async Task RunAsync()
    {
        // Not ReadAllAsync, which goes on on the thread pool wherever it was started.
        while (await _events.Reader.WaitToReadAsync())
        {
            while (_events.Reader.TryRead(out KafkaEvent? occurred))
            {
                monitor.Publish(occurred);
            }
        }
    }

    public void Complete() => _events.Writer.TryComplete();
}
