namespace Kafka.Dlq.Transforms;

/// <summary>Makes the outputs of a message; null among them is none.</summary>
internal delegate ValueTask<IEnumerable<TransformOutput?>?> TransformFunction<TIn>(Message<TIn> message, CancellationToken cancellationToken);
