using Confluent.Kafka;

namespace Kafka.Dlq.Reliability.Workers;

/// <summary>Writes what the framework tells into the ledger.</summary>
internal sealed class EventBook(Ledger ledger)
{
    public void Take(KafkaEvent occurred)
    {
        switch (occurred)
        {
            case PartitionsAssigned assigned:
                ledger.Write(LedgerKind.Assigned, Numbers(assigned.Partitions));
                break;
            case PartitionsRevoked revoked:
                ledger.Write(LedgerKind.Revoked, Numbers(revoked.Partitions));
                break;
            case PartitionsLost lost:
                ledger.Write(LedgerKind.Lost, Numbers(lost.Partitions));
                break;
            case MessageRetryScheduled scheduled:
                Write(LedgerKind.Scheduled, scheduled.Message);
                break;
            case DeadLetterDispatched dispatched:
                Write(LedgerKind.Dispatched, dispatched.Message);
                break;
            case DeadLetterDelivered delivered:
                Write(LedgerKind.Delivered, delivered.Message);
                break;
            case DeadLetterFailed failed:
                Write(LedgerKind.Undelivered, failed.Message);
                break;
            case ErrorOccurred error when error.Type != ErrorType.Consume:
                ledger.Write(LedgerKind.Error, $"{error.Type} {error.Partition?.Value}/{error.Offset?.Value} {error.Error.GetType().Name}: {error.Error.Message}");
                break;
        }
    }

    private static string Numbers(IReadOnlyList<TopicPartition> partitions) => string.Join(',', partitions.Select(partition => partition.Partition.Value));

    // Whatever topic it was read from, a message is known by its place in the source.
    private void Write(LedgerKind kind, KafkaRecord message)
    {
        TopicPartitionOffset place = (message as Message)?.Origin ?? message.TopicPartitionOffset;
        ledger.Write(kind, place.Partition.Value, place.Offset.Value);
    }
}
