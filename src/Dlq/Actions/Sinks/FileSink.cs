using Kafka.Dlq.Files;

namespace Kafka.Dlq.DeadLetters;

/// <summary>Writes rejected records to local files, to be read back with <see cref="DeadLetterFileReader"/>.</summary>
public sealed class FileSink : IDeadLetterSink, IAsyncDisposable
{
    /// <summary>The kind of component that an entry names.</summary>
    public const string ComponentType = "consumer";

    private readonly DeadLetterFileWriter _writer;
    private readonly RejectedFormat _format;
    private readonly DeadLetterOptions _options;

    /// <summary>Makes a sink.</summary>
    /// <param name="writer">The writer, which the sink closes.</param>
    /// <param name="format">How records are written. In both, an entry's reason, component and coordinates tell the rest.</param>
    /// <param name="options">Whose <c>Redact</c> an envelope's error goes through.</param>
    public FileSink(DeadLetterFileWriter writer, RejectedFormat format, DeadLetterOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(options);
        (_writer, _format, _options) = (writer, format, options);
    }

    /// <inheritdoc />
    public async Task RejectAsync(IReadOnlyList<RejectedRecord> records, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(records);

        // All at once share one confirmation of the disk; they are written in the order of the calls.
        List<Task> written = [.. records.Select(record => _writer.AppendAsync(EntryOf(record), cancellationToken))];
        Exception? failed = null;
        foreach (Task append in written)
        {
            // Each is awaited, whatever became of those before it: none may still be written when the batch is tried again.
            await append.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
            failed ??= append.IsCanceled ? new OperationCanceledException(cancellationToken) : append.Exception?.InnerExceptions[0];
        }

        if (failed is not null)
        {
            throw new IOException($"Rejected records could not be written to local files: {failed.Message}", failed);
        }
    }

    /// <inheritdoc />
    public Task FlushAsync(CancellationToken cancellationToken) => _writer.FlushAsync(cancellationToken);

    /// <inheritdoc />
    public Task CloseAsync(CancellationToken cancellationToken) => DisposeAsync().AsTask();

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private DeadLetterEntry EntryOf(RejectedRecord record) => new()
    {
        ComponentType = ComponentType,
        ComponentId = record.Consumer,
        Reason = record.Reason,
        Source = record.Source,
        Timestamp = record.Message.Timestamp,
        Key = record.Message.HasKey ? record.Message.Key : default(ReadOnlyMemory<byte>?),
        Value = RejectedMessage.ValueOf(record, _format, _options),
        Headers = record.Message.Headers,
    };
}
