using Confluent.Kafka;

namespace Kafka.Dlq.DeadLetters;

/// <summary>Makes one try of a delivery: finds the partition, produces, makes a letter smaller that is too large, and waits for the report.</summary>
internal sealed class LetterSender(TargetTopics topics, KafkaMonitor monitor, TimeProvider time)
{
    private static readonly TimeSpan FullQueueWait = TimeSpan.FromMilliseconds(20);

    /// <summary>Tries once. Hands the letter to the producer before its first wait when the target's partition count is known.</summary>
    /// <exception cref="KafkaException">The letter was not delivered, as far as is known.</exception>
    public async ValueTask<TopicPartitionOffset> SendAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.Record.Exceeds is { } exceeded)
        {
            throw exceeded;
        }

        string topic = delivery.Letter.TargetTopic;
        int count = await topics.CountAsync(delivery.Producer, topic, cancellationToken);
        TopicPartition target = new(topic, delivery.PartitionAmong(count));
        LetterReduction reduction = (LetterReduction)Math.Max((int)delivery.Record.Least, (int)delivery.Reduction);
        delivery.Reduction = LetterReduction.None;
        while (true)
        {
            try
            {
                TopicPartitionOffset position = await ProduceAsync(delivery, target, reduction, cancellationToken);
                delivery.Delivered(monitor, position, reduction);
                return position;
            }
            catch (KafkaException exception) when (DeliveryFaults.IsTooLarge(exception.Error.Code) && reduction < delivery.Letter.MostReduction)
            {
                reduction++;
            }
        }
    }

    private async ValueTask<TopicPartitionOffset> ProduceAsync(Delivery delivery, TopicPartition target, LetterReduction reduction, CancellationToken cancellationToken)
    {
        // The report comes on the client's own thread, which must not run what follows.
        TaskCompletionSource<DeliveryReport<byte[]?, byte[]?>> reported = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Message<byte[]?, byte[]?> message = delivery.Record.At(reduction);
        while (!TryProduce(delivery.Producer, target, message, reported))
        {
            await Task.Delay(FullQueueWait, time, cancellationToken);
        }

        delivery.HandedOver(monitor);
        DeliveryReport<byte[]?, byte[]?> report = await reported.OrCancelledAsync(cancellationToken);
        return DeliveryFaults.IsPersisted(report) ? report.TopicPartitionOffset : throw new KafkaException(report.Error);
    }

    private static bool TryProduce(IProducer<byte[]?, byte[]?> producer, TopicPartition target, Message<byte[]?, byte[]?> message, TaskCompletionSource<DeliveryReport<byte[]?, byte[]?>> reported)
    {
        try
        {
            producer.Produce(target, message, report => reported.TrySetResult(report));
            return true;
        }
        catch (KafkaException exception) when (exception.Error.Code == ErrorCode.Local_QueueFull)
        {
            return false;
        }
    }
}
