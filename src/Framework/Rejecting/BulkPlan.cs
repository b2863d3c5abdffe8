namespace Kafka.Dlq.Rejecting;

/// <summary>What follows from the results of a bulk write. Pure.</summary>
internal static class BulkPlan
{
    /// <summary>The last message of the settled ones with which the batch begins; null when the first is not settled.</summary>
    /// <param name="messages">The batch.</param>
    /// <param name="isSettled">Whether nothing more is to be done for a message.</param>
    public static Message? LastOfPrefix(MessageBatch messages, Func<Message, bool> isSettled)
    {
        Message? last = null;
        foreach (Message message in messages)
        {
            if (!isSettled(message))
            {
                break;
            }

            last = message;
        }

        return last;
    }
}
