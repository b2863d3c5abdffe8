using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq.Publishing;

/// <summary>Writes records with the host's producers and tells when the broker has them. Safe from any thread.</summary>
/// <param name="shared">The producers of the host.</param>
/// <param name="alone">Producers that send each record in a batch of its own; made when the first one is needed.</param>
internal sealed class RecordPublisher(ProducerPool shared, ProducerPool alone)
{
    /// <summary>The settings of producers for single records.</summary>
    public static IReadOnlyDictionary<string, string> Alone(IReadOnlyDictionary<string, string> settings) => new Dictionary<string, string>(settings) { ["batch.num.messages"] = "1" };

    /// <summary>Whether a record, or what it travelled with, is larger than its topic or its producer takes.</summary>
    public static bool IsTooLarge(Exception error) => error is KafkaException { Error.Code: ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge or ErrorCode.InvalidMsgSize };

    /// <summary>Hands a record to the producer, which picks the partition by the key. Records of one call after another keep their order in each partition, as long as they travel alike.</summary>
    /// <param name="cluster">The cluster by its name; null for the host's own.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="record">The record.</param>
    /// <param name="batching">With what it travels.</param>
    /// <returns>Where the record lies; fails with a <see cref="KafkaException"/> when it does not, as far as is known.</returns>
    /// <exception cref="KafkaException">The producer takes nothing, its queue being full for instance.</exception>
    /// <exception cref="ObjectDisposedException">The host has stopped.</exception>
    public Task<TopicPartitionOffset> PublishAsync(string? cluster, string topic, Message<byte[]?, byte[]?> record, Batching batching = Batching.WithOthers)
    {
        ProducerPool pool = batching == Batching.Alone ? alone : shared;
        IProducer<byte[]?, byte[]?> producer = pool.Get(cluster);

        // The report comes on the client's own thread, which must not run what follows.
        TaskCompletionSource<TopicPartitionOffset> written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            producer.Produce(new TopicPartition(topic, Partition.Any), record, report => End(written, pool, producer, report));
        }
        catch (KafkaException exception) when (IsFatal(exception.Error))
        {
            pool.Replace(producer);
            throw;
        }

        return written.Task;
    }

    /// <summary>Closes the producers for single records; those of the host are closed by it.</summary>
    /// <param name="deadline">As for <see cref="ProducerPool.CloseAsync"/>.</param>
    public Task CloseAsync(TimeSpan deadline) => alone.CloseAsync(deadline);

    private static void End(TaskCompletionSource<TopicPartitionOffset> written, ProducerPool pool, IProducer<byte[]?, byte[]?> producer, DeliveryReport<byte[]?, byte[]?> report)
    {
        if (report.Status == PersistenceStatus.Persisted && !report.Error.IsError)
        {
            written.TrySetResult(report.TopicPartitionOffset);
            return;
        }

        if (IsFatal(report.Error))
        {
            // Making another one takes its time, which the client's thread does not have.
            _ = Task.Run(() => pool.Replace(producer));
        }

        // "Possibly persisted" is no promise: a record that might lie there twice is better than one that might not lie there.
        Error error = report.Error.IsError ? report.Error : new Error(ErrorCode.Local_Application, "The broker did not confirm the write: set acks of the producer to all.");
        written.TrySetException(new KafkaException(error));
    }

    private static bool IsFatal(Error error) => error.IsFatal || error.Code == ErrorCode.Local_Fatal;
}
