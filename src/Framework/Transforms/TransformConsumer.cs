using Confluent.Kafka;
using Kafka.Dlq.Publishing;
using System.Runtime.ExceptionServices;

namespace Kafka.Dlq.Transforms;

/// <summary>
/// The consumer behind a transform. Outputs of a batch go to the producer one after another without waiting for the broker in between; then each message is marked when all its outputs are
/// acknowledged, in the order of the messages. So a crash doubles outputs and never loses one.
/// </summary>
internal sealed class TransformConsumer<TIn> : BaseConsumer<TIn>
{
    private static readonly TimeSpan FullQueueWait = TimeSpan.FromMilliseconds(20);

    internal override string Name => $"{Settings.Verb} to {string.Join(", ", Settings.Targets)}";

    private TransformSettings Settings => Context.Route.Feature<TransformSettings>()!;

    protected internal override async Task ConsumeAsync(CancellationToken cancellationToken)
    {
        List<TransformedMessage<TIn>> underWay = new(Messages.Count);
        ExceptionDispatchInfo? failure = null;
        foreach (Message<TIn> message in Messages)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TransformedMessage<TIn> transformed = new(message);
            failure = await TryPublishAsync(transformed, cancellationToken);
            if (failure is not null)
            {
                break;
            }

            underWay.Add(transformed);
        }

        await MarkAsync(underWay, cancellationToken);

        // What lies before the failing message is marked by now, so the framework finds it behind the last mark.
        failure?.Throw();
    }

    private async Task<ExceptionDispatchInfo?> TryPublishAsync(TransformedMessage<TIn> transformed, CancellationToken cancellationToken)
    {
        try
        {
            IEnumerable<TransformOutput?>? outputs = await ((TransformFunction<TIn>)Settings.Function)(transformed.Message, cancellationToken);
            foreach (TransformOutput output in (outputs ?? []).OfType<TransformOutput>())
            {
                Message<byte[]?, byte[]?> record = RecordOf(transformed.Message, output);
                transformed.Outputs.Add(new WrittenOutput(output.Topic, record, await PublishAsync(output.Topic, record, Batching.WithOthers, cancellationToken)));
            }

            return null;
        }
        catch (Exception exception)
        {
            return ExceptionDispatchInfo.Capture(exception);
        }
    }

    private Message<byte[]?, byte[]?> RecordOf(Message<TIn> message, TransformOutput output)
    {
        if (!Settings.Targets.Contains(output.Topic))
        {
            throw new InvalidOperationException($"The transform of {message} made a record for topic '{output.Topic}', which it did not announce. Name it in {Settings.Verb}; announced: {string.Join(", ", Settings.Targets)}.");
        }

        Headers headers = [];
        foreach (IHeader header in message.Headers)
        {
            headers.Add(header.Key, header.GetValueBytes());
        }

        byte[]? value = output.Serialize(headers);
        return new Message<byte[]?, byte[]?> { Key = output.Key ?? (message.HasKey ? message.Key.ToArray() : null), Value = value, Headers = headers };
    }

    private async Task<Task> PublishAsync(string topic, Message<byte[]?, byte[]?> record, Batching batching, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return Context.PublishAsync(topic, record, batching);
            }
            catch (KafkaException exception) when (exception.Error.Code == ErrorCode.Local_QueueFull)
            {
                // The producer has more under way than it may keep; each of those ends within its own time limit.
                await Task.Delay(FullQueueWait, Context.Time, cancellationToken);
            }
        }
    }

    private async Task MarkAsync(List<TransformedMessage<TIn>> underWay, CancellationToken cancellationToken)
    {
        Batching batching = Batching.WithOthers;
        foreach ((int index, TransformedMessage<TIn> transformed) in underWay.Index())
        {
            if (batching == Batching.WithOthers && await WereRefusedTogetherAsync(transformed, cancellationToken))
            {
                // All that follows is written once more, so that the outputs end in the order of their messages; nothing of it may arrive in between.
                await EndedAsync(underWay.Skip(index), cancellationToken);
                batching = Batching.Alone;
            }

            if (batching == Batching.Alone)
            {
                await WriteAloneAsync(transformed, cancellationToken);
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (!MarkAsConsumed(transformed.Message))
            {
                throw new OperationCanceledException(cancellationToken);
            }
        }
    }

    /// <summary>Waits for a message's outputs. True: the broker found them too large, or what they travelled with; only alone it says which.</summary>
    private static async Task<bool> WereRefusedTogetherAsync(TransformedMessage<TIn> transformed, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(transformed.Outputs.Select(output => output.Written)).WaitAsync(cancellationToken);
            return false;
        }
        catch (KafkaException exception) when (RecordPublisher.IsTooLarge(exception))
        {
            return true;
        }
    }

    private async Task WriteAloneAsync(TransformedMessage<TIn> transformed, CancellationToken cancellationToken)
    {
        foreach (WrittenOutput output in transformed.Outputs)
        {
            Task written = await PublishAsync(output.Topic, output.Record, Batching.Alone, cancellationToken);
            await written.WaitAsync(cancellationToken);
        }
    }

    private static async Task EndedAsync(IEnumerable<TransformedMessage<TIn>> messages, CancellationToken cancellationToken)
    {
        foreach (WrittenOutput output in messages.SelectMany(transformed => transformed.Outputs))
        {
            try
            {
                await output.Written.WaitAsync(cancellationToken);
            }
            catch (KafkaException)
            {
                // It is written once more, and fails again or does not.
            }
        }
    }
}
