using Kafka.Dlq.Processing;
using System.Runtime.ExceptionServices;

namespace Kafka.Dlq.Rejecting;

/// <summary>
/// Writes the messages of a run that are not settled yet, and settles them by their results. What is settled behind a message that is to be retried is remembered, so that the repeated run does not
/// write it again.
/// </summary>
internal sealed class BulkWriter(PartitionAssignment assignment, Rejecter rejecter)
{
    /// <exception cref="Exception">The first error of a message that is to be retried, or with <c>Throw</c> of one that is rejected: the retry engine's to judge.</exception>
    public async Task WriteAsync(MessageBatch messages, Func<IReadOnlyList<Message>, Task<IReadOnlyList<BulkResult>>> write, Action<Message, BulkResult> reject)
    {
        List<Message> open = [.. messages.Where(message => !IsSettled(message))];
        Exception? failure = null;
        if (open.Count > 0)
        {
            IReadOnlyList<BulkResult> results = await write(open);
            if (results is null || results.Count != open.Count)
            {
                throw new InvalidOperationException($"The bulk write of {open[0]} to {open[^1]} gave {results?.Count ?? 0} results for {open.Count} messages. Give one for each, in their order.");
            }

            failure = Settle(open, results, reject);
        }

        if (BulkPlan.LastOfPrefix(messages, IsSettled) is { } last)
        {
            assignment.Offsets.Mark(last.Offset.Value);
        }

        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private bool IsSettled(Message message) => rejecter.Memory.IsSettled(message.Offset.Value);

    private Exception? Settle(List<Message> open, IReadOnlyList<BulkResult> results, Action<Message, BulkResult> reject)
    {
        Exception? failure = null;
        for (int index = 0; index < open.Count; index++)
        {
            BulkResult result = results[index];
            Exception? unsettled = result.IsRetryable ? result.Error : TryReject(open[index], result, reject);
            failure ??= unsettled;
            if (unsettled is null)
            {
                rejecter.Memory.Settle(open[index].Offset.Value, assignment.Offsets.Cursor);
            }
        }

        return failure;
    }

    // With Throw a rejected message is like one to be retried: the others of its batch are settled all the same, and then the retry engine learns of it.
    private static Exception? TryReject(Message message, BulkResult result, Action<Message, BulkResult> reject)
    {
        if (result.Error is not { } error)
        {
            return null;
        }

        try
        {
            reject(message, result);
            return null;
        }
        catch (Exception thrown) when (ReferenceEquals(thrown, error))
        {
            return thrown;
        }
    }
}
