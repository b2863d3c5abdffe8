namespace Kafka.Dlq;

/// <summary>
/// Where rejected records go: a table, an index, a bucket, whatever can keep them. The framework hands them over in batches and commits no offset of a record before
/// <see cref="FlushAsync"/> has ended for it. Register it with <c>kafka.Sink("name", ...)</c>, or in the container under its name as key.
/// </summary>
/// <remarks>
/// One batch at a time, for all partitions together. What throws, or does not end within <see cref="SinkOptions.Timeout"/>, is tried again with the same records, after a back-off, for as long
/// as it takes: the sink must bear a record twice, and <see cref="RejectedRecord.Id"/> is equal then.
/// </remarks>
public interface IDeadLetterSink
{
    /// <summary>Takes records. They need not be safe before <see cref="FlushAsync"/> has ended.</summary>
    /// <param name="records">In the order in which they were rejected; at most <see cref="SinkOptions.Size"/>, at least one.</param>
    /// <param name="cancellationToken">Cancelled when the time is over, and when the host's stop exceeds its deadline.</param>
    Task RejectAsync(IReadOnlyList<RejectedRecord> records, CancellationToken cancellationToken);

    /// <summary>Ends when everything that was taken is safe: it survives the process.</summary>
    /// <param name="cancellationToken">As that of <see cref="RejectAsync"/>.</param>
    Task FlushAsync(CancellationToken cancellationToken);

    /// <summary>Called once when the host stops, after the last flush and before Kafka's connections are closed. Default: nothing. A failure is reported.</summary>
    /// <param name="cancellationToken">Cancelled after 5 s; the stop goes on then.</param>
    Task CloseAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
