using Confluent.Kafka;

namespace Kafka.Dlq.DeadLetters;

/// <summary>Puts a failed try into words: what happened, to which letter, and what to do.</summary>
internal static class DeliveryFaults
{
    /// <summary>Whether the broker surely has the letter. "Possibly persisted" is no promise: a letter that might lie there twice is better than one that might not lie there.</summary>
    public static bool IsPersisted(DeliveryReport<byte[]?, byte[]?> report) => report.Status == PersistenceStatus.Persisted && !report.Error.IsError;

    public static bool IsTooLarge(ErrorCode code) => code is ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge or ErrorCode.InvalidMsgSize;

    public static bool IsTooLarge(Exception fault) => fault is KafkaException kafka && IsTooLarge(kafka.Error.Code);

    /// <summary>Whether the producer takes nothing any more. Only the client's error callback sets the flag; a refused message has the code.</summary>
    public static bool IsFatal(Error error) => error.IsFatal || error.Code == ErrorCode.Local_Fatal;

    /// <summary>The error that events and health carry, with the client's error code and the exception that was caught as its cause.</summary>
    /// <param name="letter">The letter that was not delivered.</param>
    /// <param name="tries">How many tries have failed.</param>
    /// <param name="caught">What the try ended with.</param>
    /// <param name="timeout">How long a try may take.</param>
    /// <param name="isSpooled">Whether the letter lies in the spool, so that no partition waits for it.</param>
    public static KafkaException Explain(DeadLetter letter, int tries, Exception caught, TimeSpan timeout, bool isSpooled = false)
    {
        Error error = caught switch
        {
            KafkaException kafka => kafka.Error,
            OperationCanceledException or TimeoutException or Polly.Timeout.TimeoutRejectedException => new Error(ErrorCode.Local_MsgTimedOut, $"no acknowledgement within {timeout}"),
            _ => new Error(ErrorCode.Local_Application, $"{caught.GetType().Name}: {caught.Message}"),
        };
        string text = $"The dead letter of {letter.Message} (group '{letter.GroupId}') was not delivered to topic '{letter.TargetTopic}', try {tries}: {error.Reason} ({error.Code}). "
            + $"{Advice(error, letter.TargetTopic)} {(isSpooled ? "It stays in the spool" : "Its message is kept and its partition holds")}; the delivery is tried again.";
        return new KafkaException(new Error(error.Code, text, error.IsFatal), caught);
    }

    private static string Advice(Error error, string topic) => error.Code switch
    {
        ErrorCode code when IsTooLarge(code) => $"It is too large even without stack trace, error text and original headers: raise max.message.bytes of topic '{topic}' (or MaxLetterBytes of the route, where that is said) and, if that is larger already, message.max.bytes of the producer.",
        ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition => $"Create topic '{topic}', for instance with options.Topics = TopicProvisioning.CreateMissing, or correct the name given to DeadLetterQueue.",
        ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed => $"Allow this client's user to write to and to describe topic '{topic}' (and IdempotentWrite on clusters older than Kafka 3.0).",
        ErrorCode.Local_QueueFull => "The producer's queue is full: check whether the brokers take messages, and queue.buffering.max.messages and queue.buffering.max.kbytes of the producer.",
        ErrorCode.NoError => "The broker did not confirm the write: set acks of the producer to all.",
        ErrorCode.PolicyViolation or ErrorCode.InvalidRecord => $"The broker refuses the record: check the policies and cleanup.policy of topic '{topic}'; a compacted topic takes no message without a key.",
        _ when TransactionFaults.IsFenced(error) => "Another producer took its transactional id, or the transaction lasted longer than TransactionTimeout: see that no two running processes have the same TransactionalIdPrefix or group.instance.id. The producer is replaced.",
        _ when IsFatal(error) => "The producer cannot go on and is replaced where the framework made it; restart the host when it was made by the user.",
        _ => $"Check that the brokers of topic '{topic}' can be reached and take writes.",
    };
}
