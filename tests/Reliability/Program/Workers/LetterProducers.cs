using Confluent.Kafka;
using System.Collections.Concurrent;

namespace Kafka.Dlq.Reliability.Workers;

/// <summary>The producers of <see cref="LyingConsumer"/>: the framework's own, each with a lie over it.</summary>
internal sealed class LetterProducers
{
    private readonly ConcurrentDictionary<IProducer<byte[]?, byte[]?>, IProducer<byte[]?, byte[]?>> _lying = new();

    public IProducer<byte[]?, byte[]?> For(IProducer<byte[]?, byte[]?> own) => _lying.GetOrAdd(own, EarlyReports.Over);
}
