using Confluent.Kafka;

namespace Kafka.Dlq.Reliability.Audit;

/// <summary>Looks at a group's committed offsets again and again: one that goes back was committed by a member that had lost its partition.</summary>
internal sealed class OffsetWatch : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _end = new();
    private readonly Dictionary<int, long> _last = [];
    private readonly CampaignTopics _topics;
    private readonly Task _watching;

    public OffsetWatch(CampaignTopics topics)
    {
        _topics = topics;
        _watching = Task.Run(WatchAsync);
    }

    /// <summary>How often an offset was lower than before.</summary>
    public int Regressions { get; private set; }

    public void Stop()
    {
        _end.Cancel();
        _watching.Wait();
    }

    public void Dispose()
    {
        Stop();
        _end.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                Compare(GroupOffsets.Read(_topics));
                await Task.Delay(Period, _end.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (KafkaException)
            {
                // A broker that is away shows no offsets; it is asked again.
            }
        }
    }

    private void Compare(IReadOnlyList<TopicPartitionOffset> committed)
    {
        foreach (TopicPartitionOffset place in committed)
        {
            Regressions += place.Offset.Value < _last.GetValueOrDefault(place.Partition.Value, long.MinValue) ? 1 : 0;
            _last[place.Partition.Value] = place.Offset.Value;
        }
    }
}
