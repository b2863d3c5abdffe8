using Kafka.Dlq.Benchmarks.Measuring;

namespace Kafka.Dlq.Benchmarks.Failures;

/// <summary>A handler that fails some messages each time they come, three asynchronous calls deep. It counts a message when it is handled or has failed for the last time.</summary>
internal sealed class FailingMessage(Gauge gauge, FailureJob job) : MessageConsumer
{
    /// <summary>A message has a run and two retries.</summary>
    public const int Retries = 2;

    private readonly Tally _tally = gauge.Open(job.Topic.PerPartition);
    private long _failing = -1;
    private int _failures;

    protected override async Task ConsumeAsync(Message message, CancellationToken cancellationToken)
    {
        await HandleAsync(message);
        _tally.Add(1);
    }

    private async Task HandleAsync(Message message) => await StoreAsync(message);

    private async Task StoreAsync(Message message)
    {
        if (job.Every > 0 && message.Offset % job.Every == 0)
        {
            Fail(message);
        }

        await Task.CompletedTask;
    }

    private void Fail(Message message)
    {
        _failures = message.Offset == _failing ? _failures + 1 : 1;
        _failing = message.Offset;
        if (_failures > Retries)
        {
            _tally.Add(1);
        }

        throw new InvalidOperationException("The order was refused.");
    }
}
