namespace Kafka.Dlq.Tests.Simulation.Hosts;

/// <summary>A consumer of single messages as a user would write it.</summary>
internal sealed class MessageHandler(Handling handling) : MessageConsumer
{
    private int? _epoch;

    protected internal override Task InitializedAsync(CancellationToken cancellationToken)
    {
        _epoch = handling.EpochOf(Partition.Value);
        return Task.CompletedTask;
    }

    protected override async Task ConsumeAsync(Message message, CancellationToken cancellationToken)
    {
        using Visit visit = handling.Enter(this, _epoch);
        await handling.HandleAsync(visit, message, cancellationToken);
        handling.MarkByHand(visit, message, isLast: true);
        handling.Finish(visit, message, cancellationToken);
    }
}
