using Confluent.Kafka;
using System.Collections.Concurrent;

namespace Kafka.Dlq.Reliability.Workers;

/// <summary>The producers that letters go through: the framework's own, or one that lies about them.</summary>
internal sealed class LetterProducers(WorkerSettings settings)
{
    private readonly ConcurrentDictionary<IProducer<byte[]?, byte[]?>, IProducer<byte[]?, byte[]?>> _lying = new();

    public IProducer<byte[]?, byte[]?> For(IProducer<byte[]?, byte[]?> own) =>
        settings.Sabotage == Sabotage.CommitBeforeReport ? _lying.GetOrAdd(own, EarlyReports.Over) : own;
}
