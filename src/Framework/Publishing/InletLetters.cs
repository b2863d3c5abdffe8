using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using System.Diagnostics;

namespace Kafka.Dlq.Publishing;

/// <summary>Makes and writes the dead letters of records that never were in Kafka. They are written as those of routes are: redacted, enriched, bounded, and made smaller where they are too large.</summary>
internal sealed class InletLetters(DeadLetterOptions options, KafkaMonitor monitor, TimeProvider time)
{
    /// <summary>Writes a letter. It is handed to the producer before the first wait.</summary>
    /// <exception cref="KafkaException">It is not there, as far as is known.</exception>
    public async Task<TopicPartitionOffset> WriteAsync(RecordPublisher publisher, DeadLetterQueueSettings queue, DeadLetter letter)
    {
        DeadLetterRecord record = new(letter, options, time.GetUtcNow(), Activity.Current);
        if (record.EnrichFault is { } fault)
        {
            monitor.Publish(new ErrorOccurred(ErrorType.Enrich, fault) { Topic = letter.Message.Topic });
        }

        if (record.Exceeds is { } exceeded)
        {
            throw exceeded;
        }

        LetterReduction reduction = record.Least;
        Batching batching = Batching.WithOthers;
        while (true)
        {
            try
            {
                return await publisher.PublishAsync(queue.Cluster, letter.TargetTopic, record.At(reduction), batching);
            }
            catch (KafkaException exception) when (RecordPublisher.IsTooLarge(exception) && (batching == Batching.WithOthers || reduction < LetterReduction.NoOriginalHeaders))
            {
                // Alone first: it may have been refused for what it travelled with.
                reduction = batching == Batching.Alone ? reduction + 1 : reduction;
                batching = Batching.Alone;
            }
        }
    }

    /// <summary>The letter of a record.</summary>
    public DeadLetter Of(InletRecord record, DeadLetterQueueSettings queue, string id, string inlet, Exception error)
    {
        DateTimeOffset now = time.GetUtcNow();
        return new DeadLetter(record, queue.Topic!, GroupId: "", Attempts: 1, ErrorKind.Ingest, error, Reason: null, now, now, inlet) { Queue = queue, GivenId = id };
    }
}
