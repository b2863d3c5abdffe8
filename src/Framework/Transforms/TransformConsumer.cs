using Confluent.Kafka;
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
        List<(Message<TIn> Message, List<Task> Written)> underWay = new(Messages.Count);
        ExceptionDispatchInfo? failure = null;
        foreach (Message<TIn> message in Messages)
        {
            cancellationToken.ThrowIfCancellationRequested();
            List<Task> written = [];
            underWay.Add((message, written));
            failure = await TryPublishAsync(message, written, cancellationToken);
            if (failure is not null)
            {
                break;
            }
        }

        await MarkAsync(underWay, failure is null ? underWay.Count : underWay.Count - 1, cancellationToken);

        // What lies before the failing message is marked by now, so the framework finds it behind the last mark.
        failure?.Throw();
    }

    private async Task<ExceptionDispatchInfo?> TryPublishAsync(Message<TIn> message, List<Task> written, CancellationToken cancellationToken)
    {
        try
        {
            IEnumerable<TransformOutput?>? outputs = await ((TransformFunction<TIn>)Settings.Function)(message, cancellationToken);
            foreach (TransformOutput output in (outputs ?? []).OfType<TransformOutput>())
            {
                written.Add(await PublishAsync(message, output, cancellationToken));
            }

            return null;
        }
        catch (Exception exception)
        {
            return ExceptionDispatchInfo.Capture(exception);
        }
    }

    private async Task<Task> PublishAsync(Message<TIn> message, TransformOutput output, CancellationToken cancellationToken)
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
        byte[]? key = output.Key ?? (message.HasKey ? message.Key.ToArray() : null);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return Context.PublishAsync(output.Topic, new Message<byte[]?, byte[]?> { Key = key, Value = value, Headers = headers });
            }
            catch (KafkaException exception) when (exception.Error.Code == ErrorCode.Local_QueueFull)
            {
                // The producer has more under way than it may keep; each of those ends within its own time limit.
                await Task.Delay(FullQueueWait, Context.Time, cancellationToken);
            }
        }
    }

    private async Task MarkAsync(List<(Message<TIn> Message, List<Task> Written)> underWay, int count, CancellationToken cancellationToken)
    {
        foreach ((Message<TIn> message, List<Task> written) in underWay.Take(count))
        {
            await Task.WhenAll(written);
            cancellationToken.ThrowIfCancellationRequested();
            if (!MarkAsConsumed(message))
            {
                throw new OperationCanceledException(cancellationToken);
            }
        }
    }
}
