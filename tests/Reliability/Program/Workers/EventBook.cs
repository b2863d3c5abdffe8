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
            case DeadLetterDispatched dispatched:
                Write(LedgerKind.Dispatched, dispatched.Message);
                break;
            case DeadLetterDelivered delivered:
                Write(LedgerKind.Delivered, delivered.Message);
                break;
            case DeadLetterSpooled spooled:
                Write(LedgerKind.Spooled, spooled.Message);
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

    private void Write(LedgerKind kind, KafkaRecord message) => ledger.Write(kind, message.Partition.Value, message.Offset.Value);
}
