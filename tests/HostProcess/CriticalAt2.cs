namespace Kafka.Dlq.Tests.HostProcess;

/// <summary>Meets an error that no retry can mend.</summary>
internal sealed class CriticalAt2 : MessageConsumer
{
    protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken) =>
        message.Offset == 2 ? throw new CriticalConsumerException("the disk is full") : Task.CompletedTask;
}
