using Confluent.Kafka;

namespace Kafka.Dlq.Publishing;

/// <summary>Writes records with the host's producers and tells when the broker has them. Safe from any thread.</summary>
/// <param name="producers">The producer of a cluster by its name; null for the host's own.</param>
/// <param name="replace">Another producer for one that cannot go on (KIP-98).</param>
internal sealed class RecordPublisher(Func<string?, IProducer<byte[]?, byte[]?>> producers, Func<IProducer<byte[]?, byte[]?>, IProducer<byte[]?, byte[]?>> replace)
{
    /// <summary>Hands a record to the producer, which picks the partition by the key. Records of one call after another keep their order in each partition.</summary>
    /// <returns>Where the record lies; fails with a <see cref="KafkaException"/> when it does not, as far as is known.</returns>
    /// <exception cref="KafkaException">The producer takes nothing, its queue being full for instance.</exception>
    /// <exception cref="ObjectDisposedException">The host has stopped.</exception>
    public Task<TopicPartitionOffset> PublishAsync(string? cluster, string topic, Message<byte[]?, byte[]?> record)
    {
        IProducer<byte[]?, byte[]?> producer = producers(cluster);

        // The report comes on the client's own thread, which must not run what follows.
        TaskCompletionSource<TopicPartitionOffset> written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            producer.Produce(new TopicPartition(topic, Partition.Any), record, report => End(written, producer, report));
        }
        catch (KafkaException exception) when (IsFatal(exception.Error))
        {
            replace(producer);
            throw;
        }

        return written.Task;
    }

    private void End(TaskCompletionSource<TopicPartitionOffset> written, IProducer<byte[]?, byte[]?> producer, DeliveryReport<byte[]?, byte[]?> report)
    {
        if (report.Status == PersistenceStatus.Persisted && !report.Error.IsError)
        {
            written.TrySetResult(report.TopicPartitionOffset);
            return;
        }

        if (IsFatal(report.Error))
        {
            // Making another one takes its time, which the client's thread does not have.
            _ = Task.Run(() => replace(producer));
        }

        // "Possibly persisted" is no promise: a record that might lie there twice is better than one that might not lie there.
        Error error = report.Error.IsError ? report.Error : new Error(ErrorCode.Local_Application, "The broker did not confirm the write: set acks of the producer to all.");
        written.TrySetException(new KafkaException(error));
    }

    private static bool IsFatal(Error error) => error.IsFatal || error.Code == ErrorCode.Local_Fatal;
}
