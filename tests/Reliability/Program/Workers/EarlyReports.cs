using Confluent.Kafka;
using System.Reflection;

namespace Kafka.Dlq.Reliability.Workers;

/// <summary>A producer that reports a record as persisted at once and sends it only five seconds later: the fault that <see cref="Sabotage.CommitBeforeReport"/> plants.</summary>
internal class EarlyReports : DispatchProxy
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(5);

    private IProducer<byte[]?, byte[]?>? _producer;

    public static IProducer<byte[]?, byte[]?> Over(IProducer<byte[]?, byte[]?> producer)
    {
        IProducer<byte[]?, byte[]?> proxy = Create<IProducer<byte[]?, byte[]?>, EarlyReports>();
        ((EarlyReports)(object)proxy)._producer = producer;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (args is [TopicPartition place, Message<byte[]?, byte[]?> message, Action<DeliveryReport<byte[]?, byte[]?>> told])
        {
            _ = SendLaterAsync(place, message);
            told(new DeliveryReport<byte[]?, byte[]?> { Message = message, TopicPartitionOffsetError = new(place, 0, new Error(ErrorCode.NoError)), Status = PersistenceStatus.Persisted });
            return null;
        }

        return targetMethod!.Invoke(_producer, args);
    }

    private async Task SendLaterAsync(TopicPartition place, Message<byte[]?, byte[]?> message)
    {
        await Task.Delay(Delay);
        await _producer!.ProduceAsync(place, message);
    }
}
