using Confluent.Kafka;

namespace Kafka.Dlq.DeadLetters;

/// <summary>Reads what a transactional producer threw. Pure.</summary>
internal static class TransactionFaults
{
    /// <summary>How often one call is made before its outcome counts as unknown. Each has a time limit of its own.</summary>
    public const int MostCalls = 3;

    /// <param name="step">What was being done.</param>
    /// <param name="error">What was thrown.</param>
    /// <param name="calls">How often the call was made, from 1.</param>
    public static TransactionFate FateOf(TransactionStep step, Exception error, int calls) => error switch
    {
        KafkaTxnRequiresAbortException => step == TransactionStep.Abort ? TransactionFate.Replace : TransactionFate.Abort,
        _ when IsIndefinite(error) && calls < MostCalls => TransactionFate.Again,
        _ when step == TransactionStep.Commit => TransactionFate.Doubt,
        _ when step == TransactionStep.Filling && IsIndefinite(error) => TransactionFate.Abort,
        _ => TransactionFate.Replace,
    };

    /// <summary>Whether another producer took the id, or the broker ended the transaction over its time.</summary>
    public static bool IsFenced(Error error) =>
        error.Code is ErrorCode.ProducerFenced or ErrorCode.InvalidProducerEpoch or ErrorCode.TransactionCoordinatorFenced or ErrorCode.Local_Fenced;

    private static bool IsIndefinite(Exception error) => error is KafkaRetriableException || (error as KafkaException)?.Error is { IsFatal: false, Code: ErrorCode.Local_TimedOut };
}
