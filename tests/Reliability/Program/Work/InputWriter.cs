using Confluent.Kafka;
using Kafka.Dlq.Reliability.Audit;
using Kafka.Dlq.Reliability.Campaigns;

namespace Kafka.Dlq.Reliability.Work;

/// <summary>Writes the inputs of a seed.</summary>
internal static class InputWriter
{
    /// <returns>How many the brokers acknowledged.</returns>
    public static async Task<long> WriteAsync(CampaignTopics topics, CampaignSettings settings, CancellationToken cancellationToken)
    {
        using IProducer<byte[]?, byte[]?> producer = PlainClients.Producer(topics.BootstrapServers);
        InputGenerator inputs = new(new Random(settings.Seed));
        Countdown acknowledged = new(settings.Times);
        for (int number = 0; number < settings.Times; number++)
        {
            Produce(producer, new TopicPartition(topics.Source, number % topics.Partitions), inputs.Next(number), acknowledged);
        }

        await acknowledged.Done.WaitAsync(cancellationToken);
        return settings.Times;
    }

    private static void Produce(IProducer<byte[]?, byte[]?> producer, TopicPartition place, Message<byte[]?, byte[]?> input, Countdown acknowledged)
    {
        while (true)
        {
            try
            {
                producer.Produce(place, input, acknowledged.Take);
                return;
            }
            catch (ProduceException<byte[]?, byte[]?> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                producer.Flush(TimeSpan.FromSeconds(1));
            }
        }
    }
}
