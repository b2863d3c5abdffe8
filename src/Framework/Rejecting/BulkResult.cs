namespace Kafka.Dlq;

/// <summary>What a bulk write made of one message, for <c>WriteBulkAsync</c>.</summary>
public readonly record struct BulkResult
{
    private BulkResult(Exception? error, string? reason, bool isRetryable) => (Error, Reason, IsRetryable) = (error, reason, isRetryable);

    /// <summary>The message is written. The default value means the same.</summary>
    public static BulkResult Written => default;

    /// <summary>Why it is not written; null when it is.</summary>
    public Exception? Error { get; }

    /// <summary>Why, in a word or two; null for the error's type.</summary>
    public string? Reason { get; }

    /// <summary>Whether writing it again may help.</summary>
    public bool IsRetryable { get; }

    /// <summary>The message can never be written: it is rejected, as the topic's action says.</summary>
    /// <param name="error">Why.</param>
    /// <param name="reason">Why, in a word or two of which there are few, for instance <c>mapper_parsing_exception</c>. Default: the error's type.</param>
    public static BulkResult Rejected(Exception error, string? reason = null)
    {
        ArgumentNullException.ThrowIfNull(error);
        return new BulkResult(error, reason, isRetryable: false);
    }

    /// <summary>The message is not written this time: it is written again, as after any failed run.</summary>
    /// <param name="error">Why.</param>
    public static BulkResult Retryable(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return new BulkResult(error, reason: null, isRetryable: true);
    }
}
