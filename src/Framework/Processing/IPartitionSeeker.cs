namespace Kafka.Dlq.Processing;

/// <summary>Lets a partition go on from another offset, fetched anew. The listener does it on its poll thread.</summary>
internal interface IPartitionSeeker
{
    /// <summary>Drops what waits in the buffer and ends when the client goes on from the offset. Failing seeks are reported and tried again: nothing is lost meanwhile.</summary>
    Task SeekAsync(PartitionAssignment assignment, long offset, CancellationToken cancellationToken);

    /// <summary>The same for a partition that was just assigned. While the client has not begun to fetch it, it cannot be sought, which is no error.</summary>
    Task SeekFirstAsync(PartitionAssignment assignment, long offset, CancellationToken cancellationToken);
}
