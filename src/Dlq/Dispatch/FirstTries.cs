using Confluent.Kafka;

namespace Kafka.Dlq.DeadLetters;

/// <summary>Sends letters whose way is free, without all that only a letter in trouble needs.</summary>
internal sealed class FirstTries(TargetTopics topics, KafkaMonitor monitor, TimeProvider time, TimeSpan limit, Action<FirstTry> end)
{
    /// <summary>Hands the letter to the producer when nothing is in its way: its turn has come, it keeps its bound, its target's partitions are known and the producer has room.</summary>
    /// <returns>False when something is in its way, or when the producer refused it, which <see cref="Delivery.Fault"/> tells then.</returns>
    public bool TrySend(Delivery delivery)
    {
        string topic = delivery.Letter.TargetTopic;
        if (delivery.GiveUp.IsCancellationRequested || delivery.Record.Exceeds is not null || !delivery.MayGo || !topics.TryCount(delivery.Producer, topic, out int count))
        {
            return false;
        }

        FirstTry first = new(delivery, delivery.Reports);
        if (!TryProduce(first, new TopicPartition(topic, delivery.PartitionAmong(count))))
        {
            return false;
        }

        delivery.Reports.Expect(end);
        delivery.HandedOver(monitor);
        first.Sent(time, limit);
        return true;
    }

    private static bool TryProduce(FirstTry first, TopicPartition target)
    {
        Delivery delivery = first.Delivery;
        try
        {
            delivery.Producer.Produce(target, delivery.Record.At(delivery.Record.Least), first.Reported);
            return true;
        }
        catch (Exception exception)
        {
            // Whatever a producer throws is a failed try, but for a full queue, which is waited out.
            delivery.Fault = exception is KafkaException { Error.Code: ErrorCode.Local_QueueFull } ? null : exception;
            return false;
        }
    }
}
