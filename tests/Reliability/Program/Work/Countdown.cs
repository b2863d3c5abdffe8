using Confluent.Kafka;

namespace Kafka.Dlq.Reliability.Work;

/// <summary>Ends when so many records are acknowledged, and fails with the first that is not.</summary>
internal sealed class Countdown(int count)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = count;

    public Task Done => _done.Task;

    public void Take(DeliveryReport<byte[]?, byte[]?> report)
    {
        if (report.Error.IsError)
        {
            _done.TrySetException(new KafkaException(report.Error));
        }
        else if (Interlocked.Decrement(ref _left) == 0)
        {
            _done.TrySetResult();
        }
    }
}
