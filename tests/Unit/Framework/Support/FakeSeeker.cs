using Kafka.Dlq.Processing;

namespace Kafka.Dlq.Tests.Unit.Framework.Support;

/// <summary>A seeker with the partition's whole log at hand: what was fetched once is fetched again from the target on. A target at an end of the partition brings nothing by itself.</summary>
internal sealed class FakeSeeker : IPartitionSeeker
{
    public List<Message> Log { get; } = [];

    public List<long> Seeks { get; } = [];

    public Task SeekAsync(PartitionAssignment assignment, long offset, CancellationToken cancellationToken)
    {
        Seeks.Add(offset);
        assignment.Buffer.Clear();
        Message[] again = [.. Log.Where(message => offset >= 0 && message.Offset.Value >= offset)];
        if (again.Length > 0)
        {
            assignment.Buffer.Put(again);
        }

        return Task.CompletedTask;
    }

    public Task SeekFirstAsync(PartitionAssignment assignment, long offset, CancellationToken cancellationToken) => SeekAsync(assignment, offset, cancellationToken);
}
