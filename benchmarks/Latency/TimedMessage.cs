namespace Kafka.Dlq.Benchmarks.Latency;

/// <summary>A handler that only looks at the clock.</summary>
internal sealed class TimedMessage(LatencyTimes times, FetchClock clock) : MessageConsumer
{
    protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
    {
        times.FromProducer.Add(PacedProducer.TimeIn(message.RawPayload.Span));
        if (clock.TimeOf(message) is { } fetched)
        {
            times.FromFetch.Add(fetched);
        }

        return Task.CompletedTask;
    }
}
