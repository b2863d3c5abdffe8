using Confluent.Kafka;

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>Waits until a broker serves consumer groups, which is the last thing that it learns after a start.</summary>
internal static class BrokerAnswer
{
    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(5);

    /// <param name="whyNot">What a person should read when the deadline is over.</param>
    /// <param name="isAlive">False ends the wait early; default: always alive.</param>
    public static async Task WaitAsync(string bootstrapServers, TimeSpan deadline, Func<string> whyNot, Func<bool>? isAlive = null)
    {
        string reason = "no answer";
        using IConsumer<byte[], byte[]> consumer = PlainClients.Consumer(bootstrapServers, "is-the-broker-there");
        await Eventually.BecomesTrueAsync(
            () => isAlive?.Invoke() == false || Answers(consumer, out reason),
            deadline,
            () => $"the broker at {bootstrapServers} does not answer ({reason}). {whyNot()}");
        if (isAlive?.Invoke() == false)
        {
            throw new InvalidOperationException($"The broker at {bootstrapServers} ended during its start. {whyNot()}");
        }
    }

    private static bool Answers(IConsumer<byte[], byte[]> consumer, out string reason)
    {
        try
        {
            consumer.Committed([new TopicPartition("is-the-broker-there", 0)], OneTry);
            reason = "";
            return true;
        }
        catch (KafkaException refused) when (refused.Error.Code == ErrorCode.UnknownTopicOrPart)
        {
            reason = "";
            return true;
        }
        catch (KafkaException refused)
        {
            reason = refused.Error.Reason;
            return false;
        }
    }
}
