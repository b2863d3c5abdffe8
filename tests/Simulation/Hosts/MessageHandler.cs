using Confluent.Kafka;

namespace Kafka.Dlq.Tests.Simulation.Hosts;

/// <summary>A consumer of single messages as a user would write it.</summary>
internal sealed class MessageHandler(Handling handling) : MessageConsumer
{
    private int? _epoch;

    protected override IProducer<byte[]?, byte[]?> Producer
    {
        get
        {
            handling.LetterBegins(Partition.Value, _epoch);
            return base.Producer;
        }
    }

    protected internal override Task InitializedAsync(CancellationToken cancellationToken)
    {
        _epoch = handling.EpochOf(Partition.Value);
        return Task.CompletedTask;
    }

    protected internal override Task RevokedAsync(CancellationToken cancellationToken) => handling.HookAsync(this, _epoch, cancellationToken);

    protected internal override Task ShutdownAsync(CancellationToken cancellationToken) => handling.HookAsync(this, _epoch, cancellationToken);

    protected internal override Task EofedAsync(CancellationToken cancellationToken) => handling.HookAsync(this, _epoch, cancellationToken);

    protected override async Task ConsumeAsync(Message message, CancellationToken cancellationToken)
    {
        using Visit visit = handling.EnterRun(this, _epoch);
        await handling.HandleAsync(visit, message, cancellationToken);
        handling.MarkByHand(visit, message, isLast: true);
        handling.Finish(visit, message, cancellationToken);
    }
}
