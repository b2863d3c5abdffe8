namespace Kafka.Dlq.Benchmarks.Latency;

/// <summary>A handler that only looks at the clock.</summary>
internal sealed class TimedMessage(LatencyHistogram histogram) : MessageConsumer
{
    protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
    {
        histogram.Add(PacedProducer.TimeIn(message.RawPayload.Span));
        return Task.CompletedTask;
    }
}
