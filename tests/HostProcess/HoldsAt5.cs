namespace Kafka.Dlq.Tests.HostProcess;

/// <summary>Stands still in the middle of its run, deaf to its token, until the test has it go on; then it tries to mark the message and tells what came of it.</summary>
internal sealed class HoldsAt5(Signal signal) : BaseConsumer
{
    protected override async Task ConsumeAsync(CancellationToken cancellationToken)
    {
        foreach (Message message in Messages)
        {
            if (message.Offset == 5)
            {
                await CommitOffsetsAsync();
                Story.Write("holding 5");
                await signal.GivenAsync();
            }

            bool isMarked = await MarkAsync(message);
            Story.Write($"marked {message.Offset.Value} {isMarked}");
        }
    }

    private async Task<bool> MarkAsync(Message message) => message.Offset == 5 ? await MarkAsConsumedAndCommitAsync(message) : MarkAsConsumed(message);
}
