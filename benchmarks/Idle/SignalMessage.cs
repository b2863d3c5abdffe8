namespace Kafka.Dlq.Benchmarks.Idle;

/// <summary>A handler that tells that it was reached.</summary>
internal sealed class SignalMessage(TaskCompletionSource reached) : MessageConsumer
{
    protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
    {
        reached.TrySetResult();
        return Task.CompletedTask;
    }
}
